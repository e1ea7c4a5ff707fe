import { type CaseParameters, parseCaseId } from '../../domain/case/opening.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { covers } from '../../domain/organisation/scope.ts';
import { flagOf, numberOf } from '../../domain/procedures/parameters.ts';
import { procedure as rectification } from '../../domain/procedures/rectification.ts';
import type { Month } from '../../domain/rankings/complaintMonth.ts';
import { monthsAfter } from '../../domain/rankings/months.ts';
import type { Entering, PublicationPlan } from '../../domain/rankings/publicationPlan.ts';
import { countedMonths, dynamicallyIncluded } from '../../domain/rectification/dynamicInclusion.ts';
import type { ComplaintMonthDocument, RankingRowDocument } from '../../models/rankings.ts';
import { campaignsUnderWay } from './campaignsUnderWay.ts';
import { sameFigures } from './compareVersions.ts';
import { notTakenBack } from './notTakenBack.ts';
import { observedCases } from './observedCases.ts';
import { otherMonths, type PublicationScene, policyFor, ranksOf } from './publicationScene.ts';

/** A plan with what is needed to carry it out. */
export interface Planned {
  plan: PublicationPlan;
  rows: RankingRowDocument[];
  /** What is published of the month so far, by compound. */
  published: Map<string, ComplaintMonthDocument>;
  changed: RankingRowDocument[];
  withdrawn: ComplaintMonthDocument[];
}

/**
 * What publishing a version would do, from what is published now: for a first publication everything, for a correction the
 * differences alone. Writes nothing.
 */
export async function planPublication(scene: PublicationScene): Promise<Planned> {
  const { space, ranking, version, publishedOn, session } = scene;
  const month = ranking._id;
  const { complaintMonths, rows: versionRows } = space.complaints;
  const rows = await versionRows.find({ month, version }).session(session).lean<RankingRowDocument[]>();
  const documents = await complaintMonths.find({ month }).session(session).lean<ComplaintMonthDocument[]>();
  const published = new Map(documents.map((each) => [each.compound, each]));
  const changed = rows.filter((row) => {
    const before = published.get(row.compound);
    return before === undefined || !sameFigures(before, row);
  });
  const kept = new Set(rows.map(({ compound }) => compound));
  const withdrawn = documents.filter(({ compound }) => !kept.has(compound));
  const added = changed.filter(({ compound }) => !published.has(compound)).length;
  const { cases, failing } = await observedCases(scene, changed);
  const plan: PublicationPlan = {
    month,
    version,
    replaces: ranking.published,
    publishedOn,
    figures: {
      added,
      changed: changed.length - added,
      unchanged: rows.length - changed.length,
      withdrawn: withdrawn.length,
    },
    entering: await entering(scene, changed, published),
    failing,
    cases,
    notTakenBack: await notTakenBack(scene, { changed, withdrawn, published }),
  };
  return { plan, rows, published, changed, withdrawn };
}

/** Whoever publishes speaks for every place in which that changes something. @throws Refusal forbidden */
export function requirePublisher({ scope }: Actor, { changed, withdrawn }: Planned): void {
  const places = [...changed.map((row) => row.scope), ...withdrawn.map(({ within }) => within.at(-1) ?? '*')];
  const beyond = places.find((place) => !covers(scope, place));
  if (beyond === undefined) return;
  throw new Refusal('forbidden', {
    zh: `这一版还会改动您管辖范围以外的数据，如 ${beyond}：请由管辖该处的人发布`,
    en: `This version also changes figures outside of your scope, such as ${beyond}: whoever has that scope publishes it`,
  });
}

/**
 * Compounds that enter by dynamic inclusion (P02 d): this month's rank is within the limit, with it the calendar year has enough
 * of them, a campaign is under way there, and no rectification of the compound is active. A correction lets in only whom it brings within.
 */
async function entering(
  scene: PublicationScene,
  changed: readonly RankingRowDocument[],
  published: ReadonlyMap<string, ComplaintMonthDocument>,
): Promise<Entering[]> {
  const { space, ranking, session } = scene;
  const month = ranking._id;
  const year = month.slice(0, 4);
  const policyOf = policyFor(scene);
  const candidates = changed.filter(({ scope, cityRank }) => {
    const { parameters } = policyOf(scope);
    return cityRank !== null && cityRank <= numberOf(parameters, 'rectification.dynamicInclusionRankMax');
  });
  if (candidates.length === 0) return [];
  const compounds = await currentOf(scene, candidates);
  const earliest = [
    `${year}-01`,
    ...candidates.map(({ scope }) => windowStart(month, policyOf(scope).parameters)),
  ].sort()[0];
  const others = await otherMonths(scene, compounds, month, { from: earliest ?? month, to: `${year}-12` });
  const campaignOf = await campaignsUnderWay(scene);
  const known = await space.cases.cases
    .find({ 'subject.id': { $in: compounds }, kind: rectification.kind }, { status: 1, subject: 1 })
    .session(session)
    .lean();
  return candidates
    .filter(({ compound }) => compounds.includes(compound))
    .flatMap((row): Entering[] => {
      const { compound, name, scope } = row;
      const { parameters } = policyOf(scope);
      const campaign = campaignOf(scope);
      if (campaign === null && flagOf(parameters, 'rectification.dynamicInclusionNeedsCampaign')) return [];
      const own = others.get(compound) ?? [];
      const months = ranksOf([...own, row]);
      const before = published.get(compound);
      const wasIncluded =
        before !== undefined &&
        countedMonths(ranksOf([before]), year, parameters).length > 0 &&
        dynamicallyIncluded(ranksOf([...own, before]), year, parameters);
      if (wasIncluded || !dynamicallyIncluded(months, year, parameters)) return [];
      const earlier = known
        .filter(({ subject }) => subject.id === compound)
        .sort((a, b) => (parseCaseId(b._id)?.ordinal ?? 0) - (parseCaseId(a._id)?.ordinal ?? 0));
      if (earlier.some(({ status }) => status === 'running' || status === 'suspended')) return [];
      return [
        {
          compound,
          name,
          scope,
          months: countedMonths(months, year, parameters),
          campaign,
          reopens: earlier[0]?._id ?? null,
          baselineMonthlyComplaints: baseline(month, [...own, row], parameters),
        },
      ];
    })
    .sort((a, b) => (a.compound < b.compound ? -1 : 1));
}

/** Those that the register still has: what is retired gets no new case. */
async function currentOf(
  { space, session }: PublicationScene,
  candidates: readonly RankingRowDocument[],
): Promise<string[]> {
  const named = { $in: candidates.map(({ compound }) => compound) };
  const found = await space.registers.compounds
    .find({ _id: named, retired: { $ne: true } }, { _id: 1 })
    .session(session)
    .lean();
  return found.map(({ _id }) => _id);
}

/** The first month of the window that complaints are averaged over before a campaign. */
function windowStart(month: Month, parameters: CaseParameters): Month {
  return monthsAfter(month, 1 - numberOf(parameters, 'selection.selectionWindowMonths'));
}

/** The monthly mean of complaints over the months of the window that have figures, rounded. */
function baseline(
  month: Month,
  months: readonly { month: Month; complaints: number }[],
  parameters: CaseParameters,
): number {
  const from = windowStart(month, parameters);
  const counted = months.filter((each) => each.month >= from && each.month <= month);
  const total = counted.reduce((sum, { complaints }) => sum + complaints, 0);
  return Math.round(total / Math.max(1, counted.length));
}
