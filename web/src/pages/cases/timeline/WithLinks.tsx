import { Fragment } from 'react';
import { Link } from 'react-router';
import type { Case } from '../CasePage.tsx';

/** A sentence in which the ids of linked cases lead to them, as far as they are in sight. */
export function WithLinks({ text, view }: { text: string; view: Case }) {
  const ids = [...new Set(view.links.flatMap(({ case: id, status }) => (status === null ? [] : [id])))];
  // Longer ids first: one may begin with another.
  const [found] = ids.filter((id) => text.includes(id)).sort((a, b) => b.length - a.length);
  if (found === undefined) return text;
  return text.split(found).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a sentence have no other name
    <Fragment key={index}>
      {index > 0 && <Link to={`/cases/${encodeURIComponent(found)}`}>{found}</Link>}
      <WithLinks text={part} view={view} />
    </Fragment>
  ));
}
