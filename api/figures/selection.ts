import { z } from 'zod';
import { dayOf, startOfDay } from '../../domain/calendar/calendar.ts';
import { Refusal } from '../../domain/errors.ts';
import { type OutcomeReads, type OutcomeRow, outcomeReads } from '../../domain/figures/outcomeFigures.ts';
import { daysOf, type FigureWindow, longestWindow, monthsLater, monthsOf } from '../../domain/figures/window.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { procedure as rectification } from '../../domain/procedures/rectification.ts';
import { type Month, monthSchema } from '../../domain/rankings/complaintMonth.ts';
import { isRehearsal } from '../../domain/rehearsal/rehearsal.ts';
import type { CampaignDocument } from '../../models/campaigns.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import { type CaseFilter, caseConditions, caseIndex } from '../cases/caseQueries.ts';
import { presentOf } from '../present/case.ts';
import type { Services, SpaceServices } from '../services.ts';
import { visiblePlaces } from '../visibility.ts';

/** Figures are of the cases of the campaign's procedure. */
export const figuresKind = rectification.kind;

/** More cases than this are not computed with at once; a city's campaign has hundreds, a district has about a thousand compounds. */
export const casesAtMost = 20_000;

const word = z.string().min(1).max(80);

export const selectionQuery = {
  district: word.optional(),
  street: word.optional(),
  campaign: word.optional(),
  from: monthSchema
    .optional()
    .describe('First month; default January of the last month’s year, or the start of the campaign'),
  to: monthSchema.optional().describe('Last month; default the present one'),
};

export interface SelectionQuery {
  district?: string | undefined;
  street?: string | undefined;
  campaign?: string | undefined;
  from?: Month | undefined;
  to?: Month | undefined;
  /** The present month alone. */
  present?: boolean | undefined;
}

/** What the figures need of a case document. */
export type FigureCase = Pick<
  CaseDocument,
  | '_id'
  | 'subject'
  | 'campaign'
  | 'status'
  | 'outcome'
  | 'stage'
  | 'stages'
  | 'startedAt'
  | 'endedAt'
  | 'dueAt'
  | 'clockAt'
  | 'updatedAt'
> & { facts: { route?: string; team?: Record<string, { status: string; unit?: string }>; relapseCount?: number } };

const fields = {
  subject: 1,
  campaign: 1,
  status: 1,
  outcome: 1,
  stage: 1,
  stages: 1,
  startedAt: 1,
  endedAt: 1,
  dueAt: 1,
  clockAt: 1,
  updatedAt: 1,
  'facts.route': 1,
  'facts.team': 1,
  'facts.relapseCount': 1,
};

export interface Selection {
  window: FigureWindow;
  cases: FigureCase[];
  /** Cases of other procedures there, as far as figures are made of them. */
  outcomes: OutcomeRow[];
  /** The present of the selection: the wall clock, in a rehearsal the latest clock of its cases. */
  now: Date;
}

interface Asking {
  services: Services;
  space: SpaceServices;
  actor: Actor;
}

/**
 * The cases within sight that may be on the list in the window.
 *
 * Rehearsed cases are among them only where their rehearsal is asked for.
 *
 * @throws Refusal not-found for a campaign that is not there, malformed-request for a window that cannot be, selection-too-large
 */
export async function selectCases({ services, space, actor }: Asking, query: SelectionQuery): Promise<Selection> {
  const { district, street, campaign } = query;
  const wall = services.clock();
  const filter = { kind: figuresKind, district, street, campaign };
  const sight = visiblePlaces(actor);
  const conditions = caseConditions(filter, {
    sight,
    kinds: [figuresKind],
    sort: 'newest',
    space: space.space,
    now: wall,
  });
  if (space.space === 'rehearsal' && campaign === undefined) conditions.push({ campaign: { $not: isRehearsal } });
  const hint = caseIndex(filter, { sight, sort: 'newest' });
  const now = await presentOfCases(space, conditions, wall);
  const started = campaign === undefined ? undefined : await space.campaigns.campaigns.findById(campaign).lean();
  if (started === null && !isRehearsal.test(campaign ?? '')) throw new Refusal('not-found');
  const window = windowOf(query, now, started ?? undefined);
  const { first } = daysOf(window);
  const found = await space.cases.cases
    .find({ $and: [...conditions, { $or: [{ endedAt: null }, { endedAt: { $gte: startOfDay(first) } }] }] }, fields)
    .hint(hint)
    .limit(casesAtMost + 1)
    .lean<FigureCase[]>();
  if (found.length > casesAtMost) throw tooLarge();
  return { window, cases: found, outcomes: await outcomeRows(space, { filter, sight, wall }, window), now };
}

interface OutcomesAsked {
  filter: CaseFilter;
  sight: readonly string[] | undefined;
  wall: Date;
}

/** The cases of other procedures that have not ended before the window, each kind by the index of its list. */
async function outcomeRows(
  space: SpaceServices,
  { filter, sight, wall }: OutcomesAsked,
  window: FigureWindow,
): Promise<OutcomeRow[]> {
  const since = startOfDay(daysOf(window).first);
  const rowsOf = async (kind: string, { facts, stages }: OutcomeReads): Promise<OutcomeRow[]> => {
    const ofKind = { ...filter, kind };
    const setting = { sight, kinds: [kind], sort: 'newest', space: space.space, now: wall } as const;
    const conditions = caseConditions(ofKind, setting);
    if (space.space === 'rehearsal' && filter.campaign === undefined)
      conditions.push({ campaign: { $not: isRehearsal } });
    const found = await space.cases.cases
      .find(
        { $and: [...conditions, { $or: [{ endedAt: null }, { endedAt: { $gte: since } }] }] },
        {
          subject: 1,
          outcome: 1,
          endedAt: 1,
          ...(stages.size > 0 && { stages: 1 }),
          ...Object.fromEntries([...facts].map((name) => [`facts.${name}`, 1])),
        },
      )
      .hint(caseIndex(ofKind, setting))
      .limit(casesAtMost + 1)
      .lean<(Pick<CaseDocument, '_id' | 'subject' | 'outcome' | 'endedAt'> & Partial<CaseDocument>)[]>();
    if (found.length > casesAtMost) throw tooLarge();
    return found.map(({ _id, subject, outcome, endedAt, stages: visits = {}, facts: known = {} }) => ({
      id: _id,
      kind,
      street: subject.scope.split('/').slice(0, 3).join('/'),
      outcome,
      endedOn: endedAt === null ? null : dayOf(endedAt),
      visits: Object.values(visits).filter(({ stage }) => stages.has(stage)),
      facts: known,
    }));
  };
  return (await Promise.all([...outcomeReads()].map(([kind, reads]) => rowsOf(kind, reads)))).flat();
}

const tooLarge = (): Refusal =>
  new Refusal('selection-too-large', {
    zh: `超过 ${casesAtMost} 个案件；请限定区县、街道或行动`,
    en: `More than ${casesAtMost} cases; ask for a district, a street or a campaign`,
  });

/** In a rehearsal the cases have clocks of their own, months ahead of the wall's. */
async function presentOfCases(space: SpaceServices, conditions: Record<string, unknown>[], wall: Date): Promise<Date> {
  if (space.space === 'live') return wall;
  const [latest] = await space.cases.cases
    .find({ $and: conditions }, { clockAt: 1, updatedAt: 1 })
    .sort({ clockAt: -1 })
    .limit(1)
    .lean<Pick<CaseDocument, 'clockAt' | 'updatedAt'>[]>();
  const present = latest ? presentOf(latest, wall) : wall;
  return present > wall ? present : wall;
}

function windowOf({ from, to, present }: SelectionQuery, now: Date, campaign?: CampaignDocument): FigureWindow {
  const last = to ?? dayOf(now.toISOString()).slice(0, 7);
  if (present) return { from: last, to: last };
  const begun = campaign && dayOf((campaign.launchedAt ?? campaign.createdAt).toISOString()).slice(0, 7);
  const earliest = monthsLater(last, 1 - longestWindow);
  const first =
    from ?? (begun === undefined || begun > last ? `${last.slice(0, 4)}-01` : begun < earliest ? earliest : begun);
  const window = { from: first, to: last };
  const months = monthsOf(window).length;
  if (months === 0)
    throw new Refusal('malformed-request', {
      zh: `from：${first} 晚于 to：${last}`,
      en: `from: ${first} is later than to: ${last}`,
    });
  if (months > longestWindow) {
    throw new Refusal('malformed-request', {
      zh: `from：最多 ${longestWindow} 个月，${first} 至 ${last} 共 ${months} 个月`,
      en: `from: at most ${longestWindow} months, ${first} to ${last} are ${months}`,
    });
  }
  return window;
}
