import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Modal, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { useToday } from '../../../parts/days.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { usePlaces } from '../../../parts/places.ts';
import { useMe } from '../../../session/session.ts';
import '../shared/shared.css';
import { useCycleWords } from './words.ts';

/** Asks which procedure comes round where, for which period. */
export function StartCycle({ close }: { close: () => void }) {
  const say = useCycleWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { user } = useMe();
  const today = useToday();
  const procedures = useRead('listProcedures', {}, { staleTime: 300_000 });
  const kinds = (procedures.data?.items ?? []).filter(({ comesRound }) => comesRound);
  const places = usePlaces().places.filter(({ level }) => level === 'district' || level === 'street');
  const [kind, setKind] = useState<string>();
  const [place, setPlace] = useState<string>();
  const [chosen, setKey] = useState<string>();
  const [tried, setTried] = useState(false);
  // Before a procedure is chosen, the periods of the first that comes round: most share them.
  const { periods = [] } = kinds.find((each) => each.kind === kind) ?? kinds[0] ?? {};
  const over = periods.find(({ to }) => to < today) ?? periods[0];
  const key = (periods.find((each) => each.key === chosen) ?? over)?.key;
  const where = place ?? places.find(({ path }) => path === user.scope)?.path ?? places[0]?.path;
  const start = useMutation<Answer<'startCycle'>, ApiProblem, { kind: string; place: string; key: string }>({
    mutationFn: (body) => call('startCycle', { body }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['listCycles'] });
      await navigate(`/cycles/${encodeURIComponent(id)}`);
    },
  });
  return (
    <Modal
      open
      title={say('startTitle')}
      okText={say('yes')}
      cancelText={say('no')}
      confirmLoading={start.isPending}
      onCancel={close}
      onOk={() => {
        setTried(true);
        if (kind !== undefined && where !== undefined && key !== undefined) start.mutate({ kind, place: where, key });
      }}
    >
      <div className="stack">
        <label className="field" htmlFor="cycle-kind">
          {say('kind')}
          <Select
            id="cycle-kind"
            value={kind ?? null}
            options={kinds.map((each) => ({ value: each.kind, label: each.title }))}
            onChange={(value: string) => setKind(value)}
          />
          <span className="faint">{kinds.find((each) => each.kind === kind)?.purpose}</span>
          {tried && kind === undefined && <span className="late">{say('kindMissing')}</span>}
        </label>
        <label className="field" htmlFor="cycle-place">
          {say('place')}
          <Select
            id="cycle-place"
            value={where ?? null}
            showSearch={{ optionFilterProp: 'label' }}
            options={places.map(({ path, name }) => ({ value: path, label: name }))}
            onChange={(value: string) => setPlace(value)}
          />
        </label>
        <label className="field" htmlFor="cycle-key">
          {say('key')}
          <Select
            id="cycle-key"
            value={key ?? null}
            options={periods.map((each) => ({ value: each.key, label: each.key }))}
            onChange={(value: string) => setKey(value)}
          />
          <span className="faint">{say('keyHint')}</span>
        </label>
        {start.error && <Refused problem={start.error} />}
      </div>
    </Modal>
  );
}
