import { useQuery } from '@tanstack/react-query';
import { Button, Collapse, DatePicker, Popconfirm } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { ApiProblem } from '../../../api/client.ts';
import { call } from '../../../api/client.ts';
import type { ItemOf } from '../../../api/queries.ts';
import { readAll } from '../../../api/readAll.ts';
import { Facts } from '../../../parts/Facts.tsx';
import { Refused } from '../../../parts/Failure.tsx';
import { useMe } from '../../../session/session.ts';
import { PaperCases } from '../board/PaperCases.tsx';
import { type Campaign, useDraftAct } from './useDraft.ts';
import { useDraftWords } from './words.ts';

/** What will be started, and starting it. */
export function LaunchStep({ campaign: { id, compounds } }: { campaign: Campaign }) {
  const say = useDraftWords();
  const navigate = useNavigate();
  const rehearsing = useMe().space === 'rehearsal';
  const [startAt, setStartAt] = useState<string>();
  const [key] = useState(() => crypto.randomUUID());
  const listed = useQuery<ItemOf<'listCampaignCompounds'>[], ApiProblem>({
    queryKey: ['listCampaignCompounds', { path: { id } }, 'all'],
    queryFn: ({ signal }) => readAll('listCampaignCompounds', { path: { id } }, signal),
  });
  const uncovered = listed.data?.filter(
    ({ staffing: { leader, redSecretary, departments } }) =>
      leader === undefined || redSecretary === undefined || departments.length === 0,
  ).length;
  const launch = useDraftAct(
    id,
    () =>
      call(
        'launchCampaign',
        { path: { id }, body: { ...(startAt !== undefined && { startAt }) } },
        { idempotencyKey: key },
      ),
    () => navigate(`/campaigns/${id}`),
  );
  return (
    <div className="stack">
      <p className="faint" style={{ margin: 0 }}>
        {say('launchLead')}
      </p>
      <Facts
        facts={[
          { name: say('launchCount'), value: compounds },
          {
            name: say('launchUncovered'),
            value: uncovered ?? '…',
            ...(uncovered !== undefined && uncovered > 0 && { hint: say('launchUncoveredHint') }),
          },
        ]}
      />
      {rehearsing && (
        <label className="field" htmlFor="start-at" style={{ maxWidth: 260 }}>
          {say('startAt')}
          <DatePicker
            id="start-at"
            showTime={{ format: 'HH:mm' }}
            value={startAt === undefined ? null : dayjs(startAt)}
            onChange={(value: dayjs.Dayjs | null) => setStartAt(value?.toISOString())}
          />
          <span className="faint">{say('startAtHint')}</span>
        </label>
      )}
      {launch.error && <Refused problem={launch.error} retry={() => launch.mutate(undefined)} />}
      <div>
        <Popconfirm
          title={say('launchConfirm', { count: compounds })}
          okText={say('yes')}
          cancelText={say('no')}
          onConfirm={() => launch.mutate(undefined)}
        >
          <Button type="primary" size="large" loading={launch.isPending}>
            {say('launchAll', { count: compounds })}
          </Button>
        </Popconfirm>
      </div>
      <Collapse items={[{ key: 'paper', label: say('paper'), children: <PaperCases id={id} /> }]} />
    </div>
  );
}
