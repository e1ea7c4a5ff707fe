import { Card, Empty } from 'antd';
import { Link } from 'react-router';
import type { Answer } from '../../api/client.ts';
import { useLanguage } from '../../words/words.ts';
import { inLanguage } from './values.ts';
import { useMonitoringWords } from './words.ts';

type Stage = Answer<'getDashboard'>['stages'][number];

/** How many open cases are at which stage; each leads to the list of these cases. */
export function Stages({ stages }: { stages: readonly Stage[] }) {
  const say = useMonitoringWords();
  const language = useLanguage();
  const most = Math.max(1, ...stages.map(({ count }) => count));
  return (
    <Card title={<h2>{say('stages')}</h2>}>
      {stages.length === 0 ? (
        <Empty description={say('noneOpen')} />
      ) : (
        <ul className="stages">
          {stages.map(({ stage, title, count, href }) => (
            <li key={stage}>
              <Link to={href.replace('/api/v1', '')}>
                <span className="stage-title">{inLanguage(title, language)}</span>
                <span className="stage-track" aria-hidden>
                  <span style={{ width: `${(100 * count) / most}%` }} />
                </span>
                <span className="stage-count">{count}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
