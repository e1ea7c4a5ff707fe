import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Collapse, InputNumber, Spin, Tag } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { type ApiProblem, call } from '../../../api/client.ts';
import type { Rehearsal, RehearsalAssumptions, RehearsalSimulation } from '../../../api/operations.ts';
import { useRead } from '../../../api/queries.ts';
import { Failure, Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { useDraft } from '../../../parts/useDraft.ts';
import { When } from '../../../parts/When.tsx';
import { AssumptionsForm } from '../rehearsals/AssumptionsForm.tsx';
import { RehearsalStatus } from '../rehearsals/RehearsalStatus.tsx';
import { ReportOf } from '../rehearsals/ReportOf.tsx';
import { useRehearsalWords } from '../rehearsals/words.ts';
import type { Campaign } from './useDraft.ts';
import { useDraftWords } from './words.ts';

type Answered = RehearsalSimulation | Rehearsal;

interface Given {
  horizonMonths: number;
  assumptions?: RehearsalAssumptions;
}

/** Plays the draft through before anyone is bothered: at once from the policy, or on the engine. */
export function RehearseStep({ campaign, next }: { campaign: Campaign; next: () => void }) {
  const say = useDraftWords();
  const terms = useRehearsalWords();
  const navigate = useNavigate();
  const { id } = campaign;
  const [given, setGiven] = useDraft<Given>(`rehearse.${id}`, { horizonMonths: 9 });
  // A repeat with the same key finds the rehearsal that was begun.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const defaults = useRead('getRehearsalAssumptions', {}, { staleTime: Number.POSITIVE_INFINITY });
  const start = useMutation<Answered, ApiProblem, 'simulation' | 'engine'>({
    mutationFn: (mode) =>
      call('startRehearsal', { path: { id }, body: { mode, ...given } }, { idempotencyKey: `${key}` }),
    onSuccess: (answer) => {
      setKey(crypto.randomUUID());
      if (!('mode' in answer)) void navigate(`/rehearsals/${answer.id}`);
    },
  });
  const change = (changed: Given) => {
    setKey(crypto.randomUUID());
    setGiven(changed);
  };
  if (!defaults.data) {
    return defaults.error ? <Failure problem={defaults.error} retry={defaults.refetch} /> : <Loading />;
  }
  const simulation = start.data && 'mode' in start.data ? start.data : undefined;
  return (
    <div className="stack">
      <p className="faint" style={{ margin: 0 }}>
        {say('rehearseLead')}
      </p>
      <section className="panel stack">
        <div className="toolbar">
          <label htmlFor="horizon">
            {terms('horizon')}
            <InputNumber
              id="horizon"
              min={1}
              max={36}
              suffix={terms('monthsUnit')}
              value={given.horizonMonths}
              onChange={(value) => change({ ...given, horizonMonths: Math.round(value ?? 9) })}
            />
          </label>
          <Button type="primary" loading={start.isPending} onClick={() => start.mutate('simulation')}>
            {say('simulate')}
          </Button>
          <Button disabled={start.isPending} onClick={() => start.mutate('engine')}>
            {say('engine')}
          </Button>
        </div>
        <span className="faint">
          {say('simulate')}: {say('simulateHint')} {say('engine')}: {say('engineHint')}
        </span>
        <Collapse
          items={[
            {
              key: 'assumptions',
              label: (
                <>
                  {say('assumptions')} {given.assumptions && <Tag>{say('changed')}</Tag>}
                </>
              ),
              children: (
                <div className="stack">
                  <AssumptionsForm
                    assumptions={given.assumptions ?? defaults.data}
                    change={(assumptions) => change({ ...given, assumptions })}
                  />
                  {given.assumptions && (
                    <div>
                      <Button onClick={() => change({ horizonMonths: given.horizonMonths })}>{say('reset')}</Button>
                    </div>
                  )}
                </div>
              ),
            },
          ]}
        />
      </section>
      {start.isPending && (
        <div role="status">
          <Spin size="small" /> {say('simulating')}
        </div>
      )}
      {start.error && <Refused problem={start.error} />}
      {simulation && (
        <>
          <Alert
            type="info"
            showIcon
            role="status"
            title={`${say('simulate')} · ${say('simulatedIn', { ms: simulation.milliseconds })}`}
          />
          <ReportOf report={simulation.report} returned={simulation.returned} sensitivity={simulation.sensitivity} />
        </>
      )}
      <Earlier id={id} />
      <div className="sticky-act">
        <Button type="primary" onClick={next}>
          {say('next')}
        </Button>
      </div>
    </div>
  );
}

function Earlier({ id }: { id: string }) {
  const say = useDraftWords();
  const { data } = useRead('listRehearsals', { query: { limit: 100 } });
  const own = (data?.items ?? []).filter(({ campaign }) => campaign.id === id);
  if (own.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="earlier-title">
      <h3 id="earlier-title">{say('earlier')}</h3>
      <ul className="plain">
        {own.map((each) => (
          <li key={each.id}>
            <Link to={`/rehearsals/${each.id}`}>{each.id}</Link> <RehearsalStatus status={each.status} />{' '}
            <When at={each.createdAt} time />
          </li>
        ))}
      </ul>
    </section>
  );
}
