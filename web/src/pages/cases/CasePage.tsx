import { Alert, Card } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Answer } from '../../api/client.ts';
import { useRead } from '../../api/queries.ts';
import { CaseStatus } from '../../parts/CaseStatus.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { Page } from '../../parts/Page.tsx';
import { Views } from '../../parts/Views.tsx';
import { useMay, useMe } from '../../session/session.ts';
import { CaseActs } from './acts/CaseActs.tsx';
import './cases.css';
import { NextAction } from './NextAction.tsx';
import { Remedies, Statement } from './panels/Appeals.tsx';
import { AsOf } from './panels/AsOf.tsx';
import { Clock } from './panels/Clock.tsx';
import { Comments } from './panels/Comments.tsx';
import { Documents } from './panels/Documents.tsx';
import { LinkedCases } from './panels/LinkedCases.tsx';
import { Overview } from './panels/Overview.tsx';
import { People } from './panels/People.tsx';
import { Problems } from './panels/Problems.tsx';
import { Votes } from './panels/Votes.tsx';
import { Stages } from './stages/Stages.tsx';
import { Timeline } from './timeline/Timeline.tsx';
import { useCaseWords } from './words.ts';

export type Case = Answer<'getCase'>;
export type Task = Case['tasks'][number];

/** One case: what is to be done now, and everything that belongs to it. */
export function CasePage() {
  const say = useCaseWords();
  const { id = '' } = useParams();
  const found = useRead('getCase', { path: { id } });
  if (found.data) return <CaseBody key={id} view={found.data} />;
  return (
    <Page title={say('case')}>
      {found.error ? <Failure problem={found.error} retry={found.refetch} /> : <Loading rows={12} />}
    </Page>
  );
}

function CaseBody({ view }: { view: Case }) {
  const say = useCaseWords();
  const may = useMay();
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const { id, subject, kindTitle, status, outcomeTitle, campaign } = view;
  const appeals = useRead('listAppeals', { path: { id } }, { enabled: may('fileAppeal') });
  const appealable = (appeals.data?.items ?? []).some(({ permitted }) => permitted);
  const procedure = useRead('getProcedure', { path: { kind: view.kind } }, { staleTime: Number.POSITIVE_INFINITY });
  const votes = Object.entries(view.stages).flatMap(([visit, { stage, status: state }]) =>
    procedure.data?.stages[stage]?.primitive === 'ownersVote' && state !== 'superseded'
      ? [visit.replace('#', '-')]
      : [],
  );
  const on = /^\d{4}-\d\d-\d\d$/.exec(search.get('on') ?? '')?.[0];
  const put = (name: string, value: string | undefined) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        if (value === undefined) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const tabs = [
    { key: 'timeline', label: say('timeline'), children: <Timeline view={view} on={on} /> },
    ...(view.problems.length > 0
      ? [
          {
            key: 'problems',
            label: say('problems', { count: view.problems.length }),
            children: <Problems view={view} />,
          },
        ]
      : []),
    ...(votes.length > 0
      ? [{ key: 'votes', label: say('votes'), children: <Votes view={view} visits={votes} /> }]
      : []),
    { key: 'people', label: say('people'), children: <People view={view} /> },
    { key: 'documents', label: say('documents'), children: <Documents id={id} /> },
    { key: 'links', label: say('links', { count: view.links.length }), children: <LinkedCases view={view} /> },
    { key: 'comments', label: say('comments'), children: <Comments view={view} /> },
  ];
  const shown = tabs.find(({ key }) => key === search.get('tab')) ?? tabs[0];
  return (
    <Page
      title={subject.name}
      aside={
        <>
          <span className="case-kind">{kindTitle}</span>
          <CaseStatus status={status} outcome={outcomeTitle} />
          {campaign !== null && (
            <Link to={`/campaigns/${encodeURIComponent(campaign)}`}>{say('ofCampaign', { campaign })}</Link>
          )}
        </>
      }
      actions={<CaseActs view={view} appealable={appealable} />}
    >
      {view.diverged && <Alert type="error" showIcon title={say('diverged')} />}
      <div className="case-columns">
        <div className="case-main">
          <Remedies view={view} />
          <Statement view={view} />
          <NextAction view={view} />
          <Card size="small" className="case-tabs">
            <AsOf view={view} on={on} change={(day) => put('on', day)} />
            {on !== undefined && <Alert type="info" showIcon title={say('shownAsOf', { day: on })} />}
            <Views
              label={say('parts')}
              active={shown?.key ?? 'timeline'}
              change={(key) => put('tab', key === 'timeline' ? undefined : key)}
              views={tabs.map(({ key, label }) => ({ key, label }))}
            />
            {shown?.children}
          </Card>
        </div>
        <aside className="case-side" aria-label={say('overview')}>
          <Stages view={view} on={on} />
          <Overview view={view} />
          {me.space === 'rehearsal' && may('moveClock') && view.endedAt === null && <Clock view={view} />}
        </aside>
      </div>
    </Page>
  );
}
