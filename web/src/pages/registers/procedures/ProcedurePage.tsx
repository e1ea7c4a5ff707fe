import { PlusOutlined } from '@ant-design/icons';
import { Button, Card, Descriptions } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Answer } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { useOffices } from '../../../parts/offices.ts';
import { Page } from '../../../parts/Page.tsx';
import { useMay, useMe } from '../../../session/session.ts';
import { useListing } from '../../../words/listing.ts';
import './procedures.css';
import { StageCard } from './StageCard.tsx';
import { StartCase } from './StartCase.tsx';
import { useProcedureWords } from './words.ts';

export type Procedure = Answer<'getProcedure'>;

/** One procedure as its declaration says it: what is asked of whom, by when, with which form. */
export function ProcedurePage() {
  const say = useProcedureWords();
  const { kind = '' } = useParams();
  const found = useRead('getProcedure', { path: { kind } });
  if (found.data) return <Shown procedure={found.data} />;
  return (
    <Page title={say('title')}>
      {found.error ? <Failure problem={found.error} retry={found.refetch} /> : <Loading rows={14} />}
    </Page>
  );
}

function Shown({ procedure }: { procedure: Procedure }) {
  const say = useProcedureWords();
  const { titleOf } = useOffices();
  const may = useMay();
  const { user } = useMe();
  const [params, setParams] = useSearchParams();
  const { title, purpose, source, subjects, startedBy, startedThrough, cancellation, outcomes, stages } = procedure;
  const offices: readonly string[] = startedBy.offices;
  const starts =
    may('startCase') &&
    startedThrough === null &&
    (startedBy.roles.some((role) => role === user.role) || user.posts.some(({ office }) => offices.includes(office)));
  const show = (open: boolean) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (open) next.set('do', 'start');
      else next.delete('do');
      return next;
    });
  const listing = useListing();
  const named = (list: readonly string[]) => listing(list.map(titleOf));
  return (
    <Page
      title={title}
      lead={purpose}
      actions={
        starts && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => show(true)}>
            {say('start')}
          </Button>
        )
      }
    >
      <Card>
        <Descriptions
          column={{ xs: 1, md: 2 }}
          items={[
            { key: 'about', label: say('about'), children: listing(subjects.map((each) => say(each))) },
            { key: 'source', label: say('source'), children: source },
            {
              key: 'startedBy',
              label: say('startedBy'),
              children: startedThrough
                ? say('startedThrough', { call: startedThrough })
                : listing([say('coordinators'), ...startedBy.offices.map(titleOf)]),
            },
            { key: 'cancelledBy', label: say('cancelledBy'), children: named(cancellation.by) || '—' },
            { key: 'outcomes', label: say('outcomes'), children: listing(Object.values(outcomes)) },
            ...(may('listPolicies')
              ? [{ key: 'policy', label: say('parameters'), children: <Link to="/policies">{say('parameters')}</Link> }]
              : []),
          ]}
        />
      </Card>
      <nav className="stage-index no-print" aria-label={say('allStages')}>
        {Object.entries(stages).map(([id, stage], index) => (
          <a key={id} href={`#stage-${id}`}>
            {index + 1}. {stage.title}
          </a>
        ))}
      </nav>
      <ol className="stage-cards">
        {Object.entries(stages).map(([id, stage], index) => (
          <StageCard key={id} id={id} number={index + 1} stage={stage} procedure={procedure} />
        ))}
      </ol>
      {starts && <StartCase procedure={procedure} open={params.get('do') === 'start'} close={() => show(false)} />}
    </Page>
  );
}
