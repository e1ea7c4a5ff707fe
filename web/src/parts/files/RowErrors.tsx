import { Alert, Table } from 'antd';
import './files.css';
import { useFileWords } from './words.ts';

export interface RowError {
  line: number;
  column?: string;
  detail: string;
  alike?: { id: string; name: string }[];
}

interface Props {
  errors: readonly RowError[];
  /** More than are named, when the file has very many. */
  count?: number;
}

/** What is wrong with a file, by line and column. */
export function RowErrors({ errors, count = errors.length }: Props) {
  const say = useFileWords();
  if (count === 0) return null;
  const suggests = errors.some(({ alike }) => alike && alike.length > 0);
  return (
    <section className="row-errors">
      <Alert
        type="error"
        showIcon
        role="alert"
        title={say('errorsOf', { count })}
        description={`${say('fixFile')}${errors.length < count ? ` ${say('errorsShown', { count: errors.length })}` : ''}`}
      />
      <Table<RowError>
        size="small"
        rowKey={({ line, column, detail }) => `${line}|${column}|${detail}`}
        dataSource={[...errors]}
        pagination={errors.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('line'), dataIndex: 'line', width: 72, align: 'right' },
          { title: say('column'), dataIndex: 'column', width: 160 },
          {
            title: say('whatIsWrong'),
            dataIndex: 'detail',
            render: (detail: string) => <span className="long">{detail}</span>,
          },
          ...(suggests
            ? [
                {
                  title: say('alike'),
                  render: (_: unknown, { alike = [] }: RowError) => (
                    <ul className="row-alike">
                      {alike.map(({ id, name }) => (
                        <li key={id}>
                          {name} <code>{id}</code>
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]
            : []),
        ]}
      />
    </section>
  );
}
