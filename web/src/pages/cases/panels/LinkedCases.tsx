import { Empty } from 'antd';
import { Link } from 'react-router';
import { CaseStatus } from '../../../parts/CaseStatus.tsx';
import type { Case } from '../CasePage.tsx';
import { useCaseWords } from '../words.ts';

/** Cases this one names, and cases that name it. */
export function LinkedCases({ view }: { view: Case }) {
  const say = useCaseWords();
  if (view.links.length === 0) return <Empty description={say('noLinks')} />;
  return (
    <ul className="lines">
      {view.links.map(({ case: id, relation, direction, kindTitle, subject, status, outcomeTitle }) => (
        <li key={`${direction}|${relation}|${id}`}>
          <span className="faint">{say(direction === 'to' ? `to_${relation}` : `from_${relation}`)}</span>
          {status === null ? (
            <span>{say('outOfSight', { id })}</span>
          ) : (
            <>
              <Link to={`/cases/${encodeURIComponent(id)}`}>
                {subject} · {kindTitle}
              </Link>
              <CaseStatus status={status} outcome={outcomeTitle} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
