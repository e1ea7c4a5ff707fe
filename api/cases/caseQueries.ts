import type { Space } from '../../config.ts';
import type { CaseStatus } from '../../domain/case/caseView.ts';
import { parseCaseId } from '../../domain/case/opening.ts';
import type { CaseModels } from '../../models/caseModels.ts';
import type { ListPlan } from '../pages.ts';
import { containing, rarestPiece } from '../textSearch.ts';

export const caseFilters = [
  'kind',
  'status',
  'stage',
  'district',
  'street',
  'campaign',
  'overdue',
  'q',
  'subject',
] as const;
export type CaseSort = 'newest' | 'due';

/** What a list of cases is narrowed down by; absent filters are undefined. */
export interface CaseFilter {
  kind?: string | undefined;
  status?: CaseStatus | undefined;
  stage?: string | undefined;
  district?: string | undefined;
  street?: string | undefined;
  campaign?: string | undefined;
  overdue?: boolean | undefined;
  q?: string | undefined;
  subject?: string | undefined;
}

const newest = [
  ['startedAt', -1],
  ['_id', 1],
] as const;
const due = [
  ['dueAt', 1],
  ['_id', 1],
] as const;

const places = [[], ['district'], ['street'], ['campaign'], ['campaign', 'district'], ['campaign', 'street']];
const states = [
  [],
  ['status'],
  ['kind'],
  ['kind', 'status'],
  ['stage'],
  ['kind', 'stage'],
  ['kind', 'status', 'stage'],
];

/** Every combination of filters and sort that is offered; an index of `caseModels` serves each. */
export const casePlans: readonly ListPlan[] = [
  ...places.flatMap((place): ListPlan[] => [
    ...states.map((state) => ({ filters: [...place, ...state], sort: 'newest', order: newest })),
    { filters: [...place, 'q'], sort: 'newest', order: newest },
    { filters: place, sort: 'due', order: due },
    { filters: [...place, 'overdue'], sort: 'due', order: due },
  ]),
  { filters: ['subject'], sort: 'newest', order: newest },
];

const statuses: readonly CaseStatus[] = ['running', 'suspended', 'completed', 'cancelled'];

/** What the query needs to know besides the filter. */
export interface CaseQuerySetting {
  /** The places the viewer sees; undefined when that is everything. */
  sight: readonly string[] | undefined;
  kinds: readonly string[];
  sort: CaseSort;
  space: Space;
  now: Date;
}

/** The index that serves a list, by its fields; MongoDB would have to guess which. */
export function caseIndex(
  { kind, stage, district, street, campaign, q, subject }: CaseFilter,
  { sight, sort }: Pick<CaseQuerySetting, 'sight' | 'sort'>,
): Record<string, 1 | -1> {
  const newestFirst = { startedAt: -1, _id: 1 } as const;
  if (subject !== undefined) return { 'subject.id': 1, ...newestFirst };
  if (q !== undefined) return { grams: 1, ...newestFirst };
  const place = sight ?? district ?? street ?? campaign;
  const found = place === undefined ? {} : ({ within: 1 } as const);
  if (sort === 'due') return { ...found, dueAt: 1, _id: 1 };
  if (stage !== undefined) return { ...found, kind: 1, stage: 1, ...newestFirst };
  return { ...found, ...(kind !== undefined && { kind: 1 }), status: 1, ...newestFirst };
}

/** The conditions of a list of cases, as the indexes want them; `q` is added by `searchCondition`. */
export function caseConditions(filter: CaseFilter, setting: CaseQuerySetting): Record<string, unknown>[] {
  return [
    ...placeConditions(filter, setting.sight),
    ...stateConditions(filter, setting),
    ...dueConditions(filter, setting),
  ];
}

/**
 * Where: one condition that the index finds by, the narrowest there is, and the others to check. An index over a list can
 * only find by one of its entries.
 */
function placeConditions(
  { district, street, campaign, q, subject }: CaseFilter,
  sight: readonly string[] | undefined,
): Record<string, unknown>[] {
  const seen = sight?.filter((place) => mayHold(place, { district, street }));
  const fields = { ...(district && { district }), ...(street && { street }), ...(campaign && { campaign }) };
  const scope = seen ? [seen.length === 0 ? { within: { $in: [] } } : { $or: seen.map(within) }] : [];
  if (subject !== undefined) return [{ 'subject.id': subject }, ...scope];
  if (q !== undefined) return [fields, ...scope];
  // Places so narrow that they lie in the district and street asked for say it all.
  const levels = street ? 3 : district ? 2 : 0;
  if (seen && !campaign && seen.every((place) => place.split('/').length >= levels)) return [{ within: { $in: seen } }];
  const key = street
    ? `street:${street}`
    : campaign
      ? `campaign:${campaign}`
      : district
        ? `district:${district}`
        : undefined;
  return key === undefined ? [] : [{ within: key }, fields, ...scope];
}

/** Whether a place lies in a district and street, or around them. */
function mayHold(place: string, { district, street }: Pick<CaseFilter, 'district' | 'street'>): boolean {
  const [, itsDistrict, itsStreet] = place.split('/');
  const fits = (its: string | undefined, asked: string | undefined) =>
    its === undefined || asked === undefined || its === asked;
  return fits(itsDistrict, district) && fits(itsStreet, street);
}

/** What a viewer of a place sees: cases of it and of what lies below it, and those in which such a place was asked. */
function within(place: string): Record<string, unknown> {
  const here = (field: string) => [{ [field]: place }, { [field]: below(place) }];
  return { $or: [...here('subject.scope'), { asked: place }, { asked: { $elemMatch: below(place) } }] };
}

/** From `a/b/` to `a/b/…`, for which no pattern is needed. */
function below(place: string): Record<string, string> {
  return { $gte: `${place}/`, $lt: `${place}0` };
}

/** Equality on every field before the sort's: what is not asked for is listed, and the index merges. */
function stateConditions(
  { kind, status, stage, q, subject }: CaseFilter,
  { kinds, sort }: CaseQuerySetting,
): Record<string, unknown>[] {
  if (sort === 'due' || q !== undefined || subject !== undefined) return [];
  const ofKind = { kind: kind ?? { $in: kinds } };
  const ofStatus = { status: status ?? { $in: statuses } };
  if (stage !== undefined)
    return [{ stage, ...ofKind }, status === undefined ? {} : ofStatus, { stage: { $type: 'string' } }];
  return kind === undefined ? [ofStatus] : [ofKind, ofStatus];
}

function dueConditions({ overdue }: CaseFilter, { sort, space, now }: CaseQuerySetting): Record<string, unknown>[] {
  if (sort !== 'due') return [];
  const dated = { dueAt: { $type: 'date' } };
  if (!overdue) return [dated];
  if (space === 'live') return [dated, { dueAt: { $lte: now } }];
  // In a rehearsal every case has a clock of its own.
  const elapsed = { $max: [0, { $subtract: [now, '$updatedAt'] }] };
  return [dated, { $expr: { $lte: ['$dueAt', { $add: ['$clockAt', elapsed] }] } }];
}

/** Names or ids with `q` in them. */
export async function searchCondition({ cases }: CaseModels, q: string): Promise<Record<string, unknown>> {
  const subject = parseCaseId(q)?.subject ?? q;
  const grams = await rarestPiece(subject, (gram, limit) => cases.countDocuments({ grams: gram }, { limit }));
  const pattern = containing(subject);
  return { grams, $or: [{ 'subject.name': pattern }, { 'subject.id': pattern }] };
}
