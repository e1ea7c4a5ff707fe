import type { ClientSession } from 'mongoose';
import type { CaseParameters } from '../../domain/case/opening.ts';
import { caseParameters, type ResolvedPolicy } from '../../domain/policy/resolvePolicy.ts';
import { procedure as rectification } from '../../domain/procedures/rectification.ts';
import { procedure as selection } from '../../domain/procedures/selection.ts';
import type { Month } from '../../domain/rankings/complaintMonth.ts';
import type { RankedMonth } from '../../domain/rectification/dynamicInclusion.ts';
import type { ComplaintMonthDocument, RankingDocument } from '../../models/rankings.ts';
import type { Services, SpaceServices } from '../services.ts';

/** A version on its way to publication, and the transaction it is looked at in, if any. */
export interface PublicationScene {
  services: Services;
  space: SpaceServices;
  ranking: RankingDocument;
  version: number;
  publishedOn: string;
  session: ClientSession | null;
}

/** Policies by place, looked up once each. */
export function policyFor({
  space,
}: PublicationScene): (scope: string) => { policy: ResolvedPolicy; parameters: CaseParameters } {
  const known = new Map<string, { policy: ResolvedPolicy; parameters: CaseParameters }>();
  return (scope) => {
    const locality = space.policies.localityOf(scope);
    const found = known.get(locality);
    if (found) return found;
    const policy = space.policies.policy(locality);
    if (policy === undefined) throw new RangeError(`there is no policy for ${locality}`);
    const made = { policy, parameters: caseParameters(policy, [...rectification.sections, ...selection.sections]) };
    known.set(locality, made);
    return made;
  };
}

/** Published figures of compounds in other months than one. */
export async function otherMonths(
  { space, session }: PublicationScene,
  compounds: readonly string[],
  month: Month,
  { from, to }: { from: Month; to: Month },
): Promise<Map<string, ComplaintMonthDocument[]>> {
  const found = await space.complaints.complaintMonths
    .find({ compound: { $in: compounds }, month: { $gte: from, $lte: to, $ne: month } })
    .session(session)
    .lean<ComplaintMonthDocument[]>();
  const by = new Map<string, ComplaintMonthDocument[]>(compounds.map((compound) => [compound, []]));
  for (const each of found) by.get(each.compound)?.push(each);
  return by;
}

/** Months with their ranks, those without one left out. */
export function ranksOf(months: readonly { month: Month; cityRank: number | null }[]): RankedMonth[] {
  return months.flatMap(({ month, cityRank }) => (cityRank === null ? [] : [{ month, cityRank }]));
}
