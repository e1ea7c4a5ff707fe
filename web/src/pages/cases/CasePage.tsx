import { Link, useParams } from 'react-router';
import type { Answer } from '../../api/client.ts';
import { useRead } from '../../api/queries.ts';
import { CaseStatus } from '../../parts/CaseStatus.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { Page } from '../../parts/Page.tsx';
import { useMay } from '../../session/session.ts';
import { CaseActs } from './acts/CaseActs.tsx';
import './cases.css';
import { NextAction } from './NextAction.tsx';
import { Overview } from './panels/Overview.tsx';
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
  const { id, subject, kindTitle, status, outcomeTitle, campaign } = view;
  const may = useMay();
  const appeals = useRead('listAppeals', { path: { id } }, { enabled: may('fileAppeal') });
  const appealable = (appeals.data?.items ?? []).some(({ permitted }) => permitted);
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
      <div className="case-columns">
        <div className="case-main">
          <NextAction view={view} />
        </div>
        <aside className="case-side" aria-label={say('overview')}>
          <Overview view={view} />
        </aside>
      </div>
    </Page>
  );
}
