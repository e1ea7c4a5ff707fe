import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Progress, Table } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { minuteOf } from '../../../parts/days.ts';
import { Facts } from '../../../parts/Facts.tsx';
import { Failure, Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import { usePlaces } from '../../../parts/places.ts';
import { useMay } from '../../../session/session.ts';
import { useCount } from '../shared/text.ts';
import { useKindTitle } from './CycleList.tsx';
import { CycleStatus } from './CycleStatus.tsx';
import { useCycleWords } from './words.ts';

type CycleProgress = Answer<'getCycle'>;

/** One round: how far its cases are, who is missing, who could not be started. */
export function CyclePage() {
  const say = useCycleWords();
  const may = useMay();
  const { nameOf: placeName } = usePlaces();
  const kindTitle = useKindTitle();
  const { id = '' } = useParams();
  const found = useRead('getCycle', { path: { id } }, { refetchInterval: 5000 });
  const retry = useMutation<unknown, ApiProblem>({
    mutationFn: () => call('retryCycle', { path: { id } }),
    onSuccess: found.refetch,
  });
  const cycle = found.data;
  if (!cycle) return found.error ? <Failure problem={found.error} retry={found.refetch} /> : <Loading />;
  return (
    <Page
      title={`${kindTitle(cycle.kind)} ${cycle.key}`}
      aside={
        <>
          <CycleStatus status={cycle.status} />
          <span className="faint">{placeName(cycle.place)}</span>
        </>
      }
      actions={
        <>
          <Link to="/cycles" style={{ alignSelf: 'center' }}>
            {say('back')}
          </Link>
          {cycle.status !== 'closed' && may('retryCycle') && (
            <Button title={say('retryHint')} loading={retry.isPending} onClick={() => retry.mutate()}>
              {say('retry')}
            </Button>
          )}
        </>
      }
      lead={`${say('dueOn')} ${cycle.dueOn} · ${say('by', { name: cycle.startedBy })} · ${minuteOf(cycle.startedAt)}`}
    >
      <div className="stack">
        {retry.error && <Refused problem={retry.error} />}
        {retry.isSuccess && <Alert type="success" showIcon role="status" title={say('retried')} />}
        <Counts cycle={cycle} />
        <Tallies cycle={cycle} />
        <Pools cycle={cycle} />
        <Subjects title={say('failures')} items={cycle.failures} />
        <Subjects title={say('missing')} items={cycle.missing} />
        <Subjects title={say('named')} lead={say('namedLead')} items={cycle.named} />
      </div>
    </Page>
  );
}

function Counts({ cycle: { cases } }: { cycle: CycleProgress }) {
  const say = useCycleWords();
  const count = useCount();
  return (
    <>
      <Facts
        facts={[
          { name: say('listed'), value: count(cases.listed) },
          { name: say('startedCases'), value: count(cases.started) },
          { name: say('ended'), value: count(cases.ended) },
          {
            name: say('failedCases'),
            value: cases.failed > 0 ? <span className="late">{count(cases.failed)}</span> : 0,
          },
        ]}
      />
      <div>
        {say('progress')}: {say('of', { done: count(cases.ended), all: count(cases.listed) })}
        <Progress
          aria-label={say('progress')}
          percent={cases.listed === 0 ? 0 : Math.round((cases.ended / cases.listed) * 100)}
        />
      </div>
    </>
  );
}

/** Where cases stand and how they ended, in the words of their procedure. */
function Tallies({ cycle: { kind, stages, outcomes } }: { cycle: CycleProgress }) {
  const say = useCycleWords();
  const procedure = useRead('getProcedure', { path: { kind } }, { staleTime: 300_000 });
  return (
    <div className="two-tables">
      <Tally
        title={say('stages')}
        column={say('stage')}
        counts={stages}
        name={(stage) => procedure.data?.stages[stage]?.title ?? stage}
      />
      <Tally
        title={say('outcomes')}
        column={say('outcome')}
        counts={outcomes}
        name={(outcome) => procedure.data?.outcomes[outcome] ?? outcome}
      />
    </div>
  );
}

interface TallyProps {
  title: string;
  column: string;
  counts: Record<string, number>;
  name: (key: string) => string;
}

function Tally({ title, column, counts, name }: TallyProps) {
  const say = useCycleWords();
  const rows = Object.entries(counts).map(([key, count]) => ({ key, count }));
  return (
    <section aria-label={title}>
      <h2 className="section-title">{title}</h2>
      <Table
        size="small"
        dataSource={rows}
        pagination={false}
        locale={{ emptyText: <span className="faint">{say('nobody')}</span> }}
        columns={[
          { title: column, render: (_: unknown, { key }) => name(key) },
          { title: say('count'), dataIndex: 'count', align: 'right', className: 'num' },
        ]}
      />
    </section>
  );
}

function Pools({ cycle: { pools } }: { cycle: CycleProgress }) {
  const say = useCycleWords();
  const { nameOf: placeName } = usePlaces();
  if (pools.length === 0) return null;
  return (
    <section aria-label={say('pools')}>
      <h2 className="section-title">{say('pools')}</h2>
      <p className="faint" style={{ margin: '0 0 6px' }}>
        {say('poolsLead')}
      </p>
      <Table<CycleProgress['pools'][number]>
        size="small"
        rowKey="place"
        dataSource={pools}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('place'), render: (_, { place }) => placeName(place) },
          { title: say('cases'), dataIndex: 'cases', align: 'right', className: 'num' },
          { title: say('missingCount'), dataIndex: 'missing', align: 'right', className: 'num' },
          {
            title: say('comparedAt'),
            render: (_, { comparedAt }) => (comparedAt === null ? say('notYet') : minuteOf(comparedAt)),
          },
        ]}
      />
    </section>
  );
}

interface Named {
  subject: string;
  name: string;
  place: string;
  case: string | null;
  failure?: string;
}

function Subjects({ title, lead, items }: { title: string; lead?: ReactNode; items: readonly Named[] }) {
  const say = useCycleWords();
  const { nameOf: placeName } = usePlaces();
  if (items.length === 0) return null;
  const failed = items.some(({ failure }) => failure !== undefined);
  return (
    <section aria-label={title}>
      <h2 className="section-title">{title}</h2>
      {lead !== undefined && (
        <p className="faint" style={{ margin: '0 0 6px' }}>
          {lead}
        </p>
      )}
      <Table<Named>
        size="small"
        rowKey="subject"
        dataSource={[...items]}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: say('subject'),
            render: (_, { subject, name }) => (
              <>
                {name} <span className="faint">{subject}</span>
              </>
            ),
          },
          { title: say('place'), render: (_, { place }) => placeName(place) },
          {
            title: say('case'),
            render: (_, { case: id }) =>
              id === null ? '–' : <Link to={`/cases/${encodeURIComponent(id)}`}>{id}</Link>,
          },
          ...(failed
            ? [
                {
                  title: say('reason'),
                  render: (_: unknown, { failure }: Named) => <span className="wrap">{failure}</span>,
                },
              ]
            : []),
        ]}
      />
    </section>
  );
}
