import { Empty, Table, Tag } from 'antd';
import type { Case } from '../CasePage.tsx';
import { useCaseWords } from '../words.ts';

type Problem = Case['problems'][number];

/** The ledger of problems, in figures; their wording is on the timeline. */
export function Problems({ view }: { view: Case }) {
  const say = useCaseWords();
  return (
    <Table<Problem>
      rowKey="id"
      size="small"
      pagination={false}
      dataSource={view.problems}
      locale={{ emptyText: <Empty description={say('noProblems')} /> }}
      columns={[
        { title: say('problemNo'), dataIndex: 'id' },
        { title: say('category'), dataIndex: 'categoryTitle' },
        { title: say('inCharge'), dataIndex: 'officeTitle' },
        {
          title: say('problemDue'),
          render: (_, { dueOn, overdue }) => (
            <span className={overdue ? 'late' : undefined}>
              {dueOn}
              {overdue && ` · ${say('isOverdue')}`}
            </span>
          ),
        },
        {
          title: say('status'),
          render: (_, { status, reopened }) => (
            <>
              <Tag color={status === 'verified' ? 'green' : status === 'open' ? 'default' : 'blue'}>
                {say(`problem_${status}`)}
              </Tag>
              {reopened > 0 && <span className="faint">{say('reopened', { count: reopened })}</span>}
            </>
          ),
        },
        { title: say('listedIn'), render: (_, { round }) => say('round', { no: round }) },
      ]}
    />
  );
}
