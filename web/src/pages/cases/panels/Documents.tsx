import { PrinterOutlined } from '@ant-design/icons';
import { Empty, Tag } from 'antd';
import { useRead } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { useCaseWords } from '../words.ts';

/** The papers the case has produced; each opens as a page to print. */
export function Documents({ id }: { id: string }) {
  const say = useCaseWords();
  const found = useRead('listDocuments', { path: { id } });
  if (found.error) return <Failure problem={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading rows={3} />;
  if (found.data.items.length === 0) return <Empty description={say('noDocuments')} />;
  return (
    <ul className="lines">
      {found.data.items.map((each) => (
        <li key={each.href} className={each.superseded ? 'superseded' : undefined}>
          <a href={each.href} target="_blank" rel="noreferrer">
            <PrinterOutlined aria-hidden /> {each.title}
          </a>
          <span className="faint">
            {each.number ?? say('numberedWhenRead')} · {each.stageTitle} · {each.on}
          </span>
          {each.superseded && <Tag color="gold">{say('superseded')}</Tag>}
        </li>
      ))}
    </ul>
  );
}
