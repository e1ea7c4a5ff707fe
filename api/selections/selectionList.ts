import { z } from 'zod';
import type { EntryRoute } from '../../domain/campaign/campaign.ts';
import { scopeSchema } from '../../domain/organisation/scope.ts';
import { own } from '../../domain/own.ts';
import { type CompoundFigures, type RankedCompound, rankCompounds } from '../../domain/selection/rank.ts';
import type { SelectionFacts } from '../../domain/selection/review.ts';
import { monthlyMean, reasonOf } from '../../domain/selection/select.ts';
import { text } from '../../domain/text.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import type { SelectionSnapshotDocument, SnapshotCandidate } from '../../models/selections.ts';
import type { SpaceServices } from '../services.ts';
import { rankedCompoundShape } from './previewSelection.ts';
import { activeOf } from './readFigures.ts';

const { position: _p, satisfied: _s, surveyed: _u, tied: _t, ...shown } = rankedCompoundShape;

export const listedCompoundSchema = z
  .strictObject({
    ...shown,
    standing: z.enum(['proposed', 'reserve', 'active', 'listed', 'notListed']),
    because: z.string().nullable().describe('Why it is not listed, as the leading group decided'),
    finding: z
      .strictObject({ answer: z.enum(['correct', 'object']), kind: z.string() })
      .nullable()
      .describe('What its street said'),
    recheck: z
      .strictObject({
        result: z.enum(['stands', 'corrected', 'void']),
        complaints: z.int().nullable(),
        position: z.int().nullable().describe('Place in the order with the corrected figures'),
      })
      .nullable()
      .describe('What the hotline office found when it looked again'),
  })
  .meta({ id: 'ListedCompound' });
export type ListedCompound = z.infer<typeof listedCompoundSchema>;

export const selectionListSchema = z
  .strictObject({
    case: z.string(),
    place: scopeSchema,
    month: z.string(),
    status: z
      .enum(['proposed', 'decided', 'published', 'notListed', 'cancelled'])
      .describe('Of `decided` and `published` lists, campaigns are made'),
    snapshot: z.string().describe('Hash of the figures it was computed from'),
    ranked: z.int().describe('Compounds that were ranked'),
    listed: z.array(listedCompoundSchema).describe('Until it is decided: what is proposed'),
    others: z.array(listedCompoundSchema).describe('Reserves, those under way already, those that are not listed'),
    unknown: z.array(z.string()).describe('Listed, and retired from the register since'),
  })
  .meta({ id: 'SelectionList' });
export type SelectionList = z.infer<typeof selectionListSchema>;

/**
 * The list of a selection as it stands: proposed, decided or published. Names and places are those of the register now, the
 * figures those of the snapshot.
 *
 * @param document a case of the kind `selection`
 * @throws Error when the snapshot is gone
 */
export async function selectionList(space: SpaceServices, document: CaseDocument): Promise<SelectionList> {
  const facts = document.facts as unknown as SelectionFacts;
  const snapshot = await space.selections.selectionSnapshots.findById(facts.snapshot).lean<SelectionSnapshotDocument>();
  if (snapshot === null) throw new Error(`the snapshot ${facts.snapshot} of ${document._id} is gone`);
  const setting = await settingOf(space, snapshot, facts);
  const all = candidatesOf(snapshot, facts).map((each) => shownCandidate(each, facts, setting));
  const known = all.filter(({ compound }) => setting.places.has(compound));
  const isListed = ({ standing }: ListedCompound) => standing === 'listed' || standing === 'proposed';
  return {
    case: document._id,
    place: document.subject.scope,
    month: facts.month,
    status: statusOf(document, facts),
    snapshot: facts.snapshot,
    ranked: facts.ranked,
    listed: known.filter(isListed),
    others: known.filter((each) => !isListed(each)),
    unknown: all.filter((each) => isListed(each) && !setting.places.has(each.compound)).map(({ compound }) => compound),
  };
}

function statusOf({ status, outcome, stage }: CaseDocument, { listed }: SelectionFacts): SelectionList['status'] {
  if (status === 'cancelled') return 'cancelled';
  if (listed === 0 || outcome === 'notListed') return 'notListed';
  if (outcome === 'listed') return 'published';
  return listed !== null && stage === 'publication' ? 'decided' : 'proposed';
}

interface Setting {
  /** Of the register now. */
  places: ReadonlyMap<string, { name: string; scope: string }>;
  active: ReadonlyMap<string, string>;
  /** Places in the order once figures are corrected; empty when none are. */
  corrected: ReadonlyMap<string, number>;
}

async function settingOf(
  space: SpaceServices,
  snapshot: SelectionSnapshotDocument,
  { rechecks, decision }: SelectionFacts,
): Promise<Setting> {
  const ids = [...snapshot.candidates.map(({ compound }) => compound), ...Object.keys(decision?.added ?? {})];
  const [found, active] = await Promise.all([
    space.registers.compounds.find({ _id: { $in: ids }, retired: { $ne: true } }, { name: 1, scope: 1 }).lean(),
    activeOf(space, ids),
  ]);
  const corrections = Object.entries(rechecks).filter(([, { result }]) => result !== 'stands');
  const changed = new Map(corrections.map(([id, { complaints }]) => [id, complaints ?? 0]));
  const again = figuresOf(snapshot).map((each) => ({
    ...each,
    complaints: changed.get(each.compound) ?? each.complaints,
  }));
  return {
    places: new Map(found.map(({ _id, name, scope }) => [_id, { name, scope }])),
    active,
    corrected:
      changed.size === 0
        ? new Map()
        : new Map(rankCompounds(again, snapshot.weights).map(({ compound, position }) => [compound, position])),
  };
}

function figuresOf({ figures }: SelectionSnapshotDocument): CompoundFigures[] {
  return figures.map(([compound, complaints, satisfied, surveyed]) => ({ compound, complaints, satisfied, surveyed }));
}

/** Candidates in the order of the list, then what the leading group added from elsewhere. */
function candidatesOf(snapshot: SelectionSnapshotDocument, { decision }: SelectionFacts): SnapshotCandidate[] {
  const known = new Set(snapshot.candidates.map(({ compound }) => compound));
  const added = Object.entries(decision?.added ?? {}).filter(([id]) => !known.has(id));
  if (added.length === 0) return snapshot.candidates;
  const ranked = new Map(rankCompounds(figuresOf(snapshot), snapshot.weights).map((each) => [each.compound, each]));
  return [...snapshot.candidates, ...added.map(([id, route]) => fromElsewhere(id, route, ranked.get(id), snapshot))];
}

function fromElsewhere(
  compound: string,
  route: EntryRoute,
  ranked: RankedCompound | undefined,
  { figures, windowMonths, missing }: SelectionSnapshotDocument,
): SnapshotCandidate {
  const of = figures.length;
  const figured = ranked ?? {
    compound,
    complaints: 0,
    satisfied: 0,
    surveyed: 0,
    satisfaction: null,
    score: '0.000000',
    position: of + 1,
    scoreRank: of + 1,
    rank: of + 1,
  };
  const why = reasonOf(figured, of);
  return {
    ...figured,
    name: '',
    scope: '',
    case: null,
    standing: 'below',
    route,
    reason: ranked
      ? text(`专项研定列入；${why.zh}`, `added by decision; ${why.en}`)
      : text('专项研定列入', 'added by decision'),
    baselineMonthlyComplaints: monthlyMean(figured.complaints, windowMonths - missing.length),
    tied: false,
  };
}

function shownCandidate(
  { position: _p, satisfied: _s, surveyed: _u, tied: _t, standing, ...rest }: SnapshotCandidate,
  { findings, rechecks, decision, listed }: SelectionFacts,
  { places, active, corrected }: Setting,
): ListedCompound {
  const { compound } = rest;
  const finding = own(findings, compound);
  const recheck = own(rechecks, compound);
  const because = decision ? own(decision.dropped, compound) : undefined;
  const added = decision ? own(decision.added, compound) : undefined;
  return {
    ...rest,
    ...places.get(compound),
    route: added ?? rest.route,
    case: active.get(compound) ?? null,
    standing: standingOf(standing, listed === 0 ? 'none' : decision ? { because, added } : 'open'),
    because: because ?? null,
    finding: finding ? { answer: finding.answer, kind: finding.kind } : null,
    recheck: recheck
      ? {
          result: recheck.result,
          complaints: recheck.complaints ?? null,
          position: recheck.result === 'stands' ? null : (corrected.get(compound) ?? null),
        }
      : null,
  };
}

/** Where a candidate stands once the leading group has decided, or until then. */
function standingOf(
  standing: SnapshotCandidate['standing'],
  decided: 'open' | 'none' | { because: string | undefined; added: EntryRoute | undefined },
): ListedCompound['standing'] {
  if (standing === 'active') return 'active';
  if (decided === 'none') return 'notListed';
  if (decided !== 'open') {
    if (decided.added !== undefined) return 'listed';
    if (standing === 'proposed') return decided.because === undefined ? 'listed' : 'notListed';
  }
  return standing === 'proposed' ? 'proposed' : 'reserve';
}
