import { Empty } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useRead } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import { useListing } from '../../../words/listing.ts';
import './procedures.css';
import { useProcedureWords } from './words.ts';

/** The kinds of cases there are; for a subject that the address names, those that can be about it. */
export function Procedures() {
  const say = useProcedureWords();
  const listing = useListing();
  const [params] = useSearchParams();
  const [type, id] = [params.get('type'), params.get('subject')];
  const found = useRead('listProcedures', {});
  const items = (found.data?.items ?? []).filter(
    ({ subjects }) => type === null || subjects.some((each) => each === type),
  );
  return (
    <Page title={say('title')} lead={id ? say('forSubject', { id }) : say('lead')}>
      {found.error && !found.data ? (
        <Failure problem={found.error} retry={found.refetch} />
      ) : found.isPending ? (
        <Loading rows={12} />
      ) : items.length === 0 ? (
        <Empty description={say('nothing')} />
      ) : (
        <ul className="procedure-cards">
          {items.map(({ kind, title, purpose, source, subjects, stages }) => (
            <li key={kind}>
              <Link to={{ pathname: `/procedures/${kind}`, search: id ? `?${params}` : '' }}>
                <strong>{title}</strong>
                <span>{purpose}</span>
                <small>
                  {listing(subjects.map((each) => say(each)))} · {say('stages', { count: stages.length })} · {source}
                </small>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
