import type { Logger } from 'pino';
import { buildCalendar, type Calendar, type CalendarYear } from '../../domain/calendar/calendar.ts';
import { layOver } from '../../domain/policy/changes.ts';
import { findChain } from '../../domain/policy/inheritance.ts';
import type { Policies } from '../../domain/policy/policySchema.ts';
import type { CalendarChangeDocument, PolicyChangeDocument, PolicyChangeModels } from '../../models/policyChanges.ts';
import { type PolicyShelf, policyShelf } from './policyShelf.ts';

/** How long a change that another process has made may go unnoticed here, while nobody asks for what holds exactly. */
const refreshMilliseconds = 2000;

/** The shelf of one space: the files, with what administrators have changed since. */
export interface ChangingShelf extends PolicyShelf {
  /** The files alone. */
  readonly files: Policies;
  /** Every change of a policy, oldest first. */
  readonly changes: readonly PolicyChangeDocument[];
  /** The latest change that has a part in what holds in a locality; 0 when the files alone do. */
  changeOf(locality: string): number;
  /** The change that states a parameter in a jurisdiction; undefined when its file does. */
  changeStating(jurisdiction: string, parameter: string): number | undefined;
  /** The change a calendar year stands on; 0 when it is the file's, undefined when the year is not known. */
  yearChange(year: number): number | undefined;
  /** The last change of any calendar year. */
  readonly lastCalendarChange: number;
  /**
   * Brings it up to what is stored. Whoever needs what holds exactly now awaits it.
   * @throws while MongoDB is away
   */
  refresh(): Promise<void>;
  stop(): void;
}

interface Contents {
  shelf: PolicyShelf;
  changes: readonly PolicyChangeDocument[];
  years: readonly CalendarChangeDocument[];
}

/** The files of the base shelf until MongoDB is first reached, then with the changes stored there. */
export function changingShelf(base: PolicyShelf, models: PolicyChangeModels, logger: Logger): ChangingShelf {
  let now: Contents = { shelf: base, changes: [], years: [] };
  const load = async (): Promise<void> => {
    const oldestFirst = { _id: 1 } as const;
    const [changes, years] = await Promise.all([
      models.policies.find(after(now.changes)).sort(oldestFirst).lean<PolicyChangeDocument[]>(),
      models.calendars.find(after(now.years)).sort(oldestFirst).lean<CalendarChangeDocument[]>(),
    ]);
    if (changes.length > 0 || years.length > 0) {
      now = contentsOf(base, [...now.changes, ...changes], [...now.years, ...years], logger);
    }
  };
  // One at a time, and each caller sees what was stored before its call.
  let queue = Promise.resolve();
  let waiting = 0;
  const refresh = async (): Promise<void> => {
    const loading = queue.then(load);
    queue = loading.catch(() => undefined);
    waiting += 1;
    try {
      await loading;
    } finally {
      waiting -= 1;
    }
  };
  const timer = setInterval(() => {
    if (waiting > 0) return;
    refresh().catch((error: unknown) => logger.debug({ err: error }, 'Changes of policies could not be read'));
  }, refreshMilliseconds);
  timer.unref();
  return {
    files: base.policies,
    get policies() {
      return now.shelf.policies;
    },
    get changes() {
      return now.changes;
    },
    get lastCalendarChange() {
      return now.years.at(-1)?._id ?? 0;
    },
    policy: (locality) => now.shelf.policy(locality),
    localityOf: (scope) => now.shelf.localityOf(scope),
    calendar: () => now.shelf.calendar(),
    changeOf: (locality) => {
      const chain = findChain(now.shelf.policies, locality)?.map(({ jurisdiction }) => jurisdiction) ?? [];
      return now.changes.findLast((each) => chain.includes(each.locality))?._id ?? 0;
    },
    changeStating: (jurisdiction, parameter) => {
      const last = now.changes.findLast(
        ({ locality, entries }) => locality === jurisdiction && entries.some((each) => each.parameter === parameter),
      );
      return last?.entries.some((each) => each.parameter === parameter && each.override !== null)
        ? last._id
        : undefined;
    },
    yearChange: (year) => {
      const changed = now.years.findLast((each) => each.year === year)?._id;
      return changed ?? (now.shelf.calendar().years.some((each) => each.year === year) ? 0 : undefined);
    },
    refresh,
    stop: () => clearInterval(timer),
  };
}

function after(seen: readonly { _id: number }[]): { _id: { $gt: number } } {
  return { _id: { $gt: seen.at(-1)?._id ?? 0 } };
}

function contentsOf(
  base: PolicyShelf,
  changes: readonly PolicyChangeDocument[],
  years: readonly CalendarChangeDocument[],
  logger: Logger,
): Contents {
  return {
    shelf: policyShelf(policiesWith(base.policies, changes, logger), calendarWith(base.calendar(), years)),
    changes,
    years,
  };
}

/**
 * Every change was sound when it was made. A newer file may contradict it (a law has changed): then what the change says of
 * that parameter is left out, and the log says so.
 */
function policiesWith(files: Policies, changes: readonly PolicyChangeDocument[], logger: Logger): Policies {
  const judged = layOver(files, changes);
  if (judged.ok) return judged.policies;
  logger.error({ problems: judged.problems }, 'Changed policies contradict the files; these parameters are left out');
  const faulty = new Set(judged.problems.map(({ file, path }) => `${file} ${path.split('.').slice(0, 2).join('.')}`));
  const sound = changes.map((each) => ({
    ...each,
    entries: each.entries.filter(({ parameter }) => !faulty.has(`${each.locality} ${parameter}`)),
  }));
  const again = layOver(files, sound);
  return again.ok ? again.policies : files;
}

/** The latest entry of each year, in place of the file's. */
export function calendarWith(base: Calendar, changes: readonly Pick<CalendarChangeDocument, 'value'>[]): Calendar {
  if (changes.length === 0) return base;
  const years = new Map<number, CalendarYear>(base.years.map((each) => [each.year, each]));
  for (const { value } of changes) years.set(value.year, value);
  return buildCalendar([...years.values()], base.businessHours);
}
