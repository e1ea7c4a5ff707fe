import { Table } from 'antd';
import type { Answer } from '../../../api/client.ts';
import { useRehearsalWords } from './words.ts';

type Row = Answer<'getRehearsal'>['returned'][number];

/** Decisions that sent cases back, how often. */
export function Returns({ rows }: { rows: readonly Row[] }) {
  const say = useRehearsalWords();
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="returns-title">
      <h2 id="returns-title" className="section-title">
        {say('returnsTitle')}
      </h2>
      <Table<Row>
        size="small"
        rowKey={({ stage, decision }) => `${stage} ${decision}`}
        dataSource={rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('returned'), dataIndex: 'stageTitle' },
          { title: say('decision'), dataIndex: 'decisionTitle' },
          { title: say('times'), dataIndex: 'times', align: 'right', className: 'num' },
        ]}
      />
    </section>
  );
}
