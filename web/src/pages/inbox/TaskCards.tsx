import { Checkbox, Empty, Tag } from 'antd';
import { Link } from 'react-router';
import { Due, When } from '../../parts/When.tsx';
import { usePartWords } from '../../parts/words.ts';
import { ClaimButton } from './ClaimButton.tsx';
import type { ShownProps } from './Inbox.tsx';
import { addressOfTask, keyOf, mayDecide } from './task.ts';
import { useInboxWords } from './words.ts';

/** The inbox on a phone: what is done with a thumb lies at the bottom of each card. */
export function TaskCards({ tasks, empty, selected, select }: ShownProps) {
  const say = useInboxWords();
  const sayPart = usePartWords();
  if (tasks.length === 0) return <Empty description={empty} />;
  return (
    <ul className="task-cards">
      {tasks.map((task) => {
        const key = keyOf(task);
        return (
          <li key={key}>
            <div className="task-card-head">
              {task.closedAt === null && <Due dueAt={task.dueAt} overdue={task.overdue} now={task.now} />}
              {task.escalation !== null && <Tag className="rung">{sayPart(task.escalation)}</Tag>}
            </div>
            <strong className="long">{task.subject.name}</strong>
            <span>{task.partTitle === null ? task.title : `${task.title} · ${task.partTitle}`}</span>
            <span className="faint">
              {task.kindTitle} · {task.officeTitle}
            </span>
            {task.closedAt !== null && (
              <span className="faint">
                {task.decisions[task.ended?.decision ?? '']?.title} · <When at={task.closedAt} time />
              </span>
            )}
            <div className="task-card-foot">
              {select && mayDecide(task) && (
                <Checkbox
                  checked={selected.includes(key)}
                  onChange={({ target }) =>
                    select(target.checked ? [...selected, key] : selected.filter((each) => each !== key))
                  }
                >
                  {say('select')}
                </Checkbox>
              )}
              <ClaimButton task={task} />
              <Link className="task-open" to={addressOfTask(task)}>
                {mayDecide(task) ? say('decideNow') : say('look')}
              </Link>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
