import { PauseCircleOutlined } from '@ant-design/icons';
import { Alert, Card, Select } from 'antd';
import { useSearchParams } from 'react-router';
import { Due, When } from '../../parts/When.tsx';
import type { Case, Task } from './CasePage.tsx';
import { DecisionPanel } from './decision/DecisionPanel.tsx';
import { WhyDue } from './due/WhyDue.tsx';
import { useCaseWords } from './words.ts';

const mayDecide = ({ permitted }: Task) => permitted.includes('decide');

/** The one thing to do now: the task that is mine, or whom everybody waits for. */
export function NextAction({ view }: { view: Case }) {
  const say = useCaseWords();
  const [search, setSearch] = useSearchParams();
  const mine = view.tasks.filter(mayDecide);
  const named = view.tasks.find(({ id }) => id === search.get('task'));
  const asked = mine.filter(({ standing }) => !standing);
  const chosen = named && mayDecide(named) ? named : asked[0];
  const choose = (task: string | undefined) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        if (task === undefined) next.delete('task');
        else next.set('task', task);
        return next;
      },
      { replace: true },
    );

  if (view.endedAt !== null) {
    return (
      <Alert
        type={view.status === 'completed' ? 'success' : 'info'}
        showIcon
        title={say('ended', { outcome: view.outcomeTitle ?? '' })}
        description={<When at={view.endedAt} />}
      />
    );
  }
  if (chosen === undefined) return <Waiting view={view} standing={mine} choose={choose} />;
  const others = mine.filter(({ id }) => id !== chosen.id);
  return (
    <Card
      className="next"
      title={
        <h2>
          <span className="faint">{chosen.standing ? say('mayDo') : say('youAreAsked')}</span> {titleOf(chosen)}
        </h2>
      }
      extra={!chosen.standing && <Due dueAt={chosen.dueAt} overdue={chosen.overdue} now={view.now} />}
    >
      <p className="faint">
        {chosen.stageTitle !== chosen.title &&
          !chosen.stageTitle.startsWith(`${chosen.title} · `) &&
          `${chosen.stageTitle} · `}
        {chosen.officeTitle}
        {chosen.unit !== null && ` · ${chosen.unit}`}
      </p>
      <WhyDue task={chosen} />
      <DecisionPanel key={chosen.id} id={view.id} task={chosen} now={view.now} decided={() => choose(undefined)} />
      {others.length > 0 && (
        <label className="other-tasks no-print">
          {say('alsoYours', { count: others.length })}
          <Select
            value={chosen.id}
            popupMatchSelectWidth={false}
            options={mine.map((task) => ({ value: task.id, label: titleOf(task) }))}
            onChange={(task: string) => choose(task)}
          />
        </label>
      )}
    </Card>
  );
}

interface WaitingProps {
  view: Case;
  standing: readonly Task[];
  choose: (task: string) => void;
}

/** Nothing is asked of whoever looks: who is asked, and until when. */
function Waiting({ view, standing, choose }: WaitingProps) {
  const say = useCaseWords();
  const asked = view.tasks.filter((task) => !task.standing);
  return (
    <Card className="next" title={<h2>{asked.length > 0 ? say('waitingFor') : say('waiting')}</h2>}>
      {view.status === 'suspended' && (
        <Alert type="warning" showIcon icon={<PauseCircleOutlined />} title={say('suspendedNow')} />
      )}
      {asked.length === 0 && <p>{say('nobodyAsked')}</p>}
      <ul className="asked">
        {asked.map((task) => (
          <li key={task.id}>
            <span>
              <strong>{task.officeTitle}</strong>
              {task.unit !== null && ` · ${task.unit}`}
              <br />
              {titleOf(task)}
            </span>
            <Due dueAt={task.dueAt} overdue={task.overdue} now={view.now} />
            <WhyDue task={task} />
          </li>
        ))}
      </ul>
      {standing.length > 0 && (
        <label className="other-tasks no-print">
          {say('mayDo')}
          <Select
            placeholder={say('chooseTask')}
            popupMatchSelectWidth={false}
            value={null}
            options={standing.map((task) => ({ value: task.id, label: titleOf(task) }))}
            onChange={(task: string | null) => task !== null && choose(task)}
          />
        </label>
      )}
    </Card>
  );
}

/** What is asked, and of which item where several are open. */
export function titleOf({
  title,
  part,
  partTitle,
  office,
}: Pick<Task, 'title' | 'part' | 'partTitle' | 'office'>): string {
  if (partTitle === null || partTitle === title || part === office) return title;
  return `${title}（${partTitle}）`;
}
