import { Button, Card, Popconfirm, Table, Tag } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Failure, Refused } from '../../../parts/Failure.tsx';
import { fromHundredths } from '../../../parts/form/schema.ts';
import { Loading } from '../../../parts/Loading.tsx';
import { useAct } from '../../../parts/useAct.ts';
import type { Case } from '../CasePage.tsx';
import { EnterBallot } from './votes/EnterBallot.tsx';
import { OnlineVoting } from './votes/OnlineVoting.tsx';
import { Unsettled } from './votes/Unsettled.tsx';
import type { VotePath } from './votes/vote.ts';
import { useVoteWords } from './voteWords.ts';

/** The owners' votes of a case: terms, turnout, papers, the count. */
export function Votes({ view, visits }: { view: Case; visits: readonly string[] }) {
  return visits.map((visit) => <OneVote key={visit} view={view} visit={visit} />);
}

function OneVote({ view, visit }: { view: Case; visit: string }) {
  const say = useVoteWords();
  const path = { id: view.id, visit };
  // Ballots are no events of the case: while the box is open the figures are asked for.
  const [open, setOpen] = useState(true);
  const found = useRead('getVote', { path }, { refetchInterval: open && 5000 });
  const isOpen = found.data?.box !== 'closed';
  if (isOpen !== open) setOpen(isOpen);
  if (found.error) return <Failure problem={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading rows={4} />;
  const vote = found.data;
  const { turnout, counting } = vote;
  return (
    <Card
      size="small"
      className="vote"
      title={
        <h3>
          {vote.title} <Tag>{say(`box_${vote.box}`)}</Tag>
        </h3>
      }
      extra={
        vote.box === 'closed' && (
          <a href={addressOf('getVoteResultPage', { path })} target="_blank" rel="noreferrer">
            {say('result')}
          </a>
        )
      }
    >
      <dl className="cover">
        <dt>{say('time')}</dt>
        <dd>
          {vote.votingFrom ?? '…'} – {vote.votingUntil ?? '…'}
          {vote.extended && ` · ${say('extended')}`}
        </dd>
        <dt>{say('roll')}</dt>
        <dd>{vote.roll ?? '—'}</dd>
        <dt>{say('questions')}</dt>
        <dd>
          <ol>
            {vote.items.map(({ id, title, rule }) => (
              <li key={id}>
                {title} <span className="faint">{say(rule)}</span>
              </li>
            ))}
          </ol>
        </dd>
      </dl>
      {turnout && (
        <Table
          size="small"
          pagination={false}
          rowKey="key"
          dataSource={[
            {
              key: 'heads',
              title: say('heads'),
              cast: String(turnout.participating.heads),
              total: String(turnout.total.heads),
              share: turnout.headsPercent,
            },
            {
              key: 'area',
              title: say('area'),
              cast: fromHundredths(turnout.participating.area),
              total: fromHundredths(turnout.total.area),
              share: turnout.areaPercent,
            },
          ]}
          columns={[
            { title: say('turnout'), dataIndex: 'title' },
            { title: say('takingPart'), dataIndex: 'cast', align: 'right' },
            { title: say('inAll'), dataIndex: 'total', align: 'right' },
            { title: say('share'), dataIndex: 'share', align: 'right' },
          ]}
        />
      )}
      {counting && (
        <p className="faint">
          {say('counting', {
            valid: counting.valid,
            entered: counting.entered,
            differs: counting.differs,
            invalid: counting.invalid,
          })}
        </p>
      )}
      {counting && vote.box !== 'closed' && (vote.method === 'online' || vote.method === 'mixed') && (
        <OnlineVoting vote={vote} path={path} />
      )}
      {counting && vote.box === 'open' && (
        <>
          <EnterBallot vote={vote} path={path} />
          {counting.entered + counting.differs > 0 && <Unsettled vote={vote} path={path} />}
          <Count path={path} unsettled={counting.entered + counting.differs} />
        </>
      )}
      {counting && vote.box === 'closed' && (
        <p>
          <a href={addressOf('exportBallots', { path })}>{say('exportBallots')}</a>
        </p>
      )}
    </Card>
  );
}

function Count({ path, unsettled }: { path: VotePath; unsettled: number }) {
  const say = useVoteWords();
  const act = useAct('countVote', `${path.id}|${path.visit}`);
  return (
    <div className="decide-bar">
      {act.error && <Refused problem={act.error} />}
      <Popconfirm
        title={unsettled > 0 ? say('countUnsettled', { count: unsettled }) : say('countSure')}
        onConfirm={() => act.mutate({ path, body: unsettled > 0 ? { leaveOutUnsettled: true } : {} })}
      >
        <Button type="primary" loading={act.isPending}>
          {say('count')}
        </Button>
      </Popconfirm>
    </div>
  );
}
