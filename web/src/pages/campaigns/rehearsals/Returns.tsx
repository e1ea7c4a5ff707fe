import { Table } from 'antd';
import type { RehearsalReport } from '../../../api/operations.ts';
import { useRead } from '../../../api/queries.ts';
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
  const titles = useTitles(rows.map(({ stage }) => stage));
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

/** The titles of stages and decisions, from the procedure that has all these stages. */
function useTitles(stages: readonly string[]) {
  const procedures = useRead('listProcedures', {}, { staleTime: 300_000 });
  const kind = procedures.data?.items.find((each) => {
    const own = new Set(each.stages.map(({ id }) => id));
    return stages.every((stage) => own.has(stage));
  })?.kind;
  const { data } = useRead(
    'getProcedure',
    { path: { kind: kind ?? '' } },
    { enabled: kind !== undefined && stages.length > 0, staleTime: 300_000 },
  );
  return {
    stage: (stage: string) => data?.stages[stage]?.title ?? stage,
    decision: (stage: string, decision: string) =>
      Object.values(data?.stages[stage]?.faces ?? {}).flatMap(({ decisions }) => decisions[decision]?.title ?? [])[0] ??
      decision,
  };
}
