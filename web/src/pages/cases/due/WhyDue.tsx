import { dayOf } from '../../../parts/days.ts';
import type { Task } from '../CasePage.tsx';
import { useCaseWords } from '../words.ts';

/** Why a task is due on its day: the rule, what it stands on, and how the days were counted. */
export function WhyDue({ task: { due, dueAt, ladder } }: { task: Task }) {
  const say = useCaseWords();
  if (dueAt === null || due === null) return null;
  return (
    <details className="why">
      <summary>{say('whyThisDay')}</summary>
      {due.provisional && <p className="late">{say('provisional')}</p>}
      <dl className="cover">
        <dt>{say('dueRule')}</dt>
        <dd>
          <code>{due.rule}</code>
        </dd>
        <dt>{say('dueSource')}</dt>
        <dd>{due.source}</dd>
        <dt>{say('dueSteps')}</dt>
        <dd>
          <ol>
            {due.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </dd>
        {ladder.length > 0 && (
          <>
            <dt>{say('ifNotDone')}</dt>
            <dd>
              <ul className="ladder">
                {ladder.map(({ rung, title, at, toTitle, fired }) => (
                  <li key={rung} className={fired ? 'fired late' : undefined}>
                    {dayOf(at)} {title} → {toTitle}
                    {fired && ` · ${say('hasHappened')}`}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
    </details>
  );
}
