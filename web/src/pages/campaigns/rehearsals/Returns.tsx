import { Table } from 'antd';
import type { RehearsalReport } from '../../../api/operations.ts';
import { useStageTitles } from '../shared/stageTitles.ts';
import { useRehearsalWords } from './words.ts';

interface Row {
  key: string;
  stage: string;
  decision: string;
  times: number;
}

/** Decisions that sent cases back, how often. */
export function Returns({ returns }: { returns: RehearsalReport['returns'] }) {
  const say = useRehearsalWords();
  const rows = Object.entries(returns)
    .map(([key, times]): Row => {
      const [stage = key, decision = ''] = key.split(' ');
      return { key, stage, decision, times };
    })
    .sort((a, b) => b.times - a.times);
  const titles = useStageTitles(rows.map(({ stage }) => stage));
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="returns-title">
      <h2 id="returns-title" className="section-title">
        {say('returnsTitle')}
      </h2>
      <Table<Row>
        size="small"
        rowKey="key"
        dataSource={rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('returned'), render: (_, { stage }) => titles.stage(stage) },
          { title: say('decision'), render: (_, { stage, decision }) => titles.decision(stage, decision) },
          { title: say('times'), dataIndex: 'times', align: 'right', className: 'num' },
        ]}
      />
    </section>
  );
}
