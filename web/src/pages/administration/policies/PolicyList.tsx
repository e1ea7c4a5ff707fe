import { Tag } from 'antd';
import { Link } from 'react-router';
import type { Answer } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import '../administration.css';
import { usePolicyWords } from './words.ts';

type Summary = Answer<'listPolicies'>['items'][number];

/** The places with a policy, each under the one it inherits from. */
export function PolicyList() {
  const say = usePolicyWords();
  const list = useRead('listPolicies', {});
  if (list.error && !list.data) return <Failure problem={list.error} retry={list.refetch} />;
  return (
    <Page title={say('title')} lead={say('lead')}>
      {list.data ? <Heirs all={list.data.items} of={undefined} /> : <Loading rows={8} />}
    </Page>
  );
}

function Heirs({ all, of }: { all: readonly Summary[]; of: string | undefined }) {
  const say = usePolicyWords();
  const own = all.filter(({ chain }) => chain.at(-2) === of);
  if (own.length === 0) return null;
  return (
    <ul className={of === undefined ? 'places root' : 'places'}>
      {own.map(({ locality, title, level, version }) => (
        <li key={locality}>
          <div className="place">
            <Link to={`/policies/${locality}`}>{title}</Link> <Tag>{say(level)}</Tag>
            <span className="muted">
              {say('version')} <code>{version.slice(0, 8)}</code>
            </span>
          </div>
          <Heirs all={all} of={locality} />
        </li>
      ))}
    </ul>
  );
}
