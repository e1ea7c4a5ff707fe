import type { Task } from '../case/task.ts';
import type { OfficeCode } from '../organisation/offices.ts';
import type { TimelineEvent } from '../timeline/event.ts';
import type { Addressee, Notice, NoticeKind } from './notice.ts';

/** The part of a flush that notices are read from. */
export interface NoticeSource {
  case: string;
  epoch: number;
  campaign: string | null;
  events: readonly TimelineEvent[];
  /** Tasks that were opened or changed. */
  tasks: readonly (Task & { standing: boolean })[];
}

/** Cases of a rehearsal run are driven by a script: nobody is told of anything. */
const rehearsalRun = 'R-';

/**
 * What of a flush people are told of, and who: tasks opened, rungs of the ladder, what concerns somebody's task, the end of
 * a case. The same flush gives the same notices, so that writing them if absent makes repeats harmless.
 */
export function deriveNotices(source: NoticeSource): Notice[] {
  const { events, tasks, campaign } = source;
  const [first] = events;
  if (first === undefined || campaign?.startsWith(rehearsalRun)) return [];
  const fromPaper = events.some(({ imported }) => imported);
  const notices: Notice[] = [];
  const changed = new Map(tasks.map((task) => [task.id, task]));
  for (const event of events) {
    if (event.imported) continue;
    for (const each of ofEvent(event, event.stage === undefined ? undefined : changed.get(event.stage))) {
      notices.push({
        event: `${source.case}|${source.epoch}|${event.seq}`,
        at: event.at,
        ...(event.stage !== undefined && { task: event.stage }),
        inAppOnly: fromPaper,
        ...each,
      });
    }
  }
  const opened = tasks.filter(
    (task) => !task.standing && task.fired.length === 0 && (fromPaper || task.openedAt >= first.at),
  );
  return [...notices, ...opened.map((task) => ofTask(source, task, fromPaper))];
}

function ofTask({ case: id, epoch }: NoticeSource, task: Task, inAppOnly: boolean): Notice {
  return {
    // A task that a correction opens anew is asked anew.
    event: `${id}|${epoch}|${task.id}|${task.openedAt}`,
    what: 'taskOpened',
    at: task.openedAt,
    task: task.id,
    to: officeOf(task),
    data: { dueAt: task.dueAt },
    except: task.notBy,
    inAppOnly,
  };
}

function officeOf({ office, unit, scope }: Task): Addressee {
  return { office, ...(unit !== undefined && { unit }), ...(scope !== undefined && { scope }) };
}

function ofEvent(
  { type, data, actor, stage }: TimelineEvent,
  task: Task | undefined,
): Pick<Notice, 'what' | 'to' | 'data' | 'except'>[] {
  const due = { dueAt: data['dueAt'] ?? task?.dueAt ?? null };
  const bySomebody = { except: [actor.id] };
  switch (type) {
    case 'escalated': {
      const what = data['rung'] as NoticeKind;
      const office = data['to'] as OfficeCode;
      const to =
        task?.office === office ? officeOf(task) : { office, ...(task?.scope !== undefined && { scope: task.scope }) };
      const told = { what, to, data: due, except: [] };
      // Whoever was delegated the task works on it, and is reminded too.
      const delegate = what === 'yellow' ? task?.delegate : undefined;
      return delegate ? [told, { ...told, to: { person: delegate.id } }] : [told];
    }
    case 'delegated':
      return [{ what: 'delegated', to: { person: data['to'] as string }, data: due, ...bySomebody }];
    case 'reassigned': {
      const to = task ? officeOf(task) : { office: data['to'] as OfficeCode };
      return [{ what: 'reassigned', to, data: due, ...bySomebody }];
    }
    case 'commented':
      return stage === undefined ? [] : [{ what: 'commented', to: { task: stage }, data: {}, ...bySomebody }];
    case 'corrected':
      return stage === undefined ? [] : [{ what: 'corrected', to: { task: stage }, data: {}, ...bySomebody }];
    case 'caseClosed':
    case 'caseCancelled':
      return [
        { what: 'caseEnded', to: { coordinators: true }, data: { outcome: data['outcome'] ?? null }, ...bySomebody },
      ];
    default:
      return [];
  }
}
