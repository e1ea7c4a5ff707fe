import { Tag } from 'antd';
import { Link } from 'react-router';
import { ListTable } from '../../parts/ListTable.tsx';
import { Due, When } from '../../parts/When.tsx';
import { usePartWords } from '../../parts/words.ts';
import { ClaimButton } from './ClaimButton.tsx';
import type { ShownProps } from './Inbox.tsx';
import { addressOfTask, keyOf, mayDecide, type Task } from './task.ts';
import { useInboxWords } from './words.ts';

/** The inbox on a wide screen. */
export function TaskTable({ tasks, empty, loading, selected, select }: ShownProps) {
  const say = useInboxWords();
  const sayPart = usePartWords();
  return (
    <ListTable<Task>
      rows={tasks}
      keyOf={keyOf}
      empty={empty}
      loading={loading}
      {...(select && {
        selection: {
          keys: selected,
          change: select,
          disabled: (task) => !mayDecide(task),
          nameOf: (task) => `${task.title} ${task.subject.name}`,
          nameOfAll: say('selectAll'),
        },
      })}
      columns={[
        {
          title: say('task'),
          render: (_, task) => (
            <>
              <Link to={addressOfTask(task)}>{task.title}</Link>
              {task.escalation !== null && <Tag className="rung">{sayPart(task.escalation)}</Tag>}
              {task.partTitle !== null && <div className="faint">{task.partTitle}</div>}
            </>
          ),
        },
        {
          title: say('subject'),
          render: (_, { subject, kindTitle }) => (
            <>
              {subject.name}
              <div className="faint">{kindTitle}</div>
            </>
          ),
        },
        {
          title: say('asked'),
          render: (_, { officeTitle, unit }) => (unit === null ? officeTitle : `${officeTitle} · ${unit}`),
        },
        select
          ? {
              title: say('due'),
              render: (_, { dueAt, overdue, now }) => <Due dueAt={dueAt} overdue={overdue} now={now} />,
            }
          : {
              title: say('decided'),
              render: (_, { decisions, ended, closedAt }) => (
                <>
                  {decisions[ended?.decision ?? '']?.title ?? ended?.decision ?? '—'}
                  {closedAt !== null && (
                    <div className="faint">
                      <When at={closedAt} time />
                    </div>
                  )}
                </>
              ),
            },
        ...(select ? [{ title: say('claim'), render: (_: unknown, task: Task) => <ClaimButton task={task} /> }] : []),
      ]}
    />
  );
}
