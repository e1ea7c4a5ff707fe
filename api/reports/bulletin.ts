import { dayOf } from '../../domain/calendar/calendar.ts';
import { onTheList } from '../../domain/figures/caseFigures.ts';
import { type FigureKey, figureDefinitions } from '../../domain/figures/definitions.ts';
import type { Figure } from '../../domain/figures/figure.ts';
import { computeFigures } from '../../domain/figures/figures.ts';
import { workingDaysBetween } from '../../domain/figures/forecast.ts';
import { type LeagueRow, leagueTable } from '../../domain/figures/league.ts';
import { type MonthList, monthListOf } from '../../domain/figures/monthList.ts';
import { monthsLater, monthsOf, yearBefore } from '../../domain/figures/window.ts';
import type { OfficeCode } from '../../domain/organisation/offices.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import type { Month } from '../../domain/rankings/complaintMonth.ts';
import type { Language } from '../../domain/text.ts';
import { stageTitle } from '../../domain/timeline/summary.ts';
import { complaintRows } from '../figures/figureData.ts';
import { type OverdueTask, overdueTasks } from '../figures/overdueTasks.ts';
import { presentOf } from '../present/case.ts';
import type { SpaceServices } from '../services.ts';
import { type CampaignReport, placeName } from './campaignReport.ts';

export interface LateTask {
  compound: string;
  street: string;
  task: string;
  /** The last day it was in time. */
  dueOn: string;
  /** Working days since. */
  daysLate: number;
}

/** A month's complaints of the compounds on the list; null where that month is not published. */
export interface TrendMonth {
  month: Month;
  now: number | null;
  before: number | null;
}

export interface Trend {
  /** How many compounds it adds up. */
  compounds: number;
  months: TrendMonth[];
}

/** What a month's bulletin says, before it is put into words. */
export interface Bulletin {
  title: string;
  place: string;
  month: Month;
  /** The day it was made on, by the campaign's present. */
  madeOn: string;
  figures: Figure[];
  streets: (LeagueRow & { name: string })[];
  lists: MonthList;
  streetName: (path: string) => string;
  /** Office by office, the one with most first. */
  late: { office: OfficeCode; tasks: LateTask[] }[];
  trend: Trend;
}

export async function bulletinOf(space: SpaceServices, report: CampaignReport, language: Language): Promise<Bulletin> {
  const { campaign, data, window, now } = report;
  const listed = onTheList(data.cases, window);
  return {
    title: campaign.name,
    place: placeName(report, campaign.place),
    month: window.to,
    madeOn: dayOf(now.toISOString()),
    figures: computeFigures(data, window),
    streets: leagueTable(data, window).map((row) => ({ ...row, name: placeName(report, row.street) })),
    lists: monthListOf(listed, window),
    streetName: (path) => placeName(report, path),
    late: await lateByOffice(space, report, language),
    trend: await trendOf(space, [...new Set(listed.map(({ compound }) => compound))], window.to),
  };
}

async function lateByOffice(
  space: SpaceServices,
  report: CampaignReport,
  language: Language,
): Promise<Bulletin['late']> {
  const calendar = space.policies.calendar();
  const rows = new Map(report.rows.map((row) => [row.id, row]));
  const offices = new Map<OfficeCode, LateTask[]>();
  for (const task of await overdueTasks(space, [...report.cases.values()], report.wall)) {
    const row = rows.get(task.case);
    const document = report.cases.get(task.case);
    if (row === undefined || document === undefined || task.dueAt === null) continue;
    const present = space.space === 'live' ? report.wall : presentOf(document, report.wall);
    const dueOn = dayOf(new Date(task.dueAt.getTime() - 1).toISOString());
    const late = {
      compound: row.name,
      street: row.street,
      task: titleOf(report.procedure, task, language),
      dueOn,
      daysLate: workingDaysBetween(calendar, dueOn, dayOf(present.toISOString())),
    };
    offices.set(task.office, [...(offices.get(task.office) ?? []), late]);
  }
  return [...offices]
    .map(([office, tasks]) => ({ office, tasks: tasks.sort((a, b) => b.daysLate - a.daysLate) }))
    .sort((a, b) => b.tasks.length - a.tasks.length || (a.office < b.office ? -1 : 1));
}

const trendMonths = 12;

/**
 * Twelve months up to this one and the same months of the year before, always of the same compounds: those with figures for
 * every published month; a month of last year that one of them lacks is not shown.
 */
async function trendOf(space: SpaceServices, compounds: string[], to: Month): Promise<Trend> {
  const window = { from: monthsLater(to, 1 - trendMonths), to };
  const rows = await complaintRows(space, compounds, window);
  const known = new Map(rows.map(({ compound, month, complaints }) => [`${compound}|${month}`, complaints]));
  const has = (compound: string, month: Month): boolean => known.has(`${compound}|${month}`);
  const published = monthsOf(window).filter((month) => compounds.some((compound) => has(compound, month)));
  const same = compounds.filter((compound) => published.every((month) => has(compound, month)));
  const sum = (month: Month): number | null =>
    same.length === 0 || !same.every((compound) => has(compound, month))
      ? null
      : same.reduce((all, compound) => all + (known.get(`${compound}|${month}`) ?? 0), 0);
  const months = monthsOf(window).map((month) => ({ month, now: sum(month), before: sum(yearBefore(month)) }));
  return { compounds: published.length === 0 ? 0 : same.length, months };
}

/** What is asked, without the office where that is all that tells the tasks of a stage apart. */
function titleOf(procedure: Procedure, { id, office }: OverdueTask, language: Language): string {
  const [visit = id, part] = id.split('.');
  return stageTitle(procedure, part === office ? visit : id, language);
}

/** A value for people: shares in per cent, means with one digit; a dash where there is none. */
export function inWords({ key, value }: Pick<Figure, 'key' | 'value'>): string {
  if (value === null) return '—';
  const { unit } = figureDefinitions[key];
  const { numerator, denominator } = value;
  if (unit === 'count') return String(numerator);
  if (unit === 'mean') return (numerator / denominator).toFixed(1);
  const percent = ((100 * numerator) / denominator).toFixed(1);
  return unit === 'change' ? `${numerator > 0 ? '+' : ''}${percent.replace('-', '−')}%` : `${percent}%`;
}

export function figureIn(figures: readonly Figure[], key: FigureKey): Figure {
  const found = figures.find((each) => each.key === key);
  if (found === undefined) throw new Error(`${key} was not computed`);
  return found;
}
