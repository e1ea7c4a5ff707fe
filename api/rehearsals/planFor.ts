import { dayOf, daysBetween } from '../../domain/calendar/calendar.ts';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { caseParameters } from '../../domain/policy/resolvePolicy.ts';
import { procedure } from '../../domain/procedures/rectification.ts';
import { completeAssumptions, type GivenAssumptions } from '../../domain/rehearsal/assumptions.ts';
import { planRehearsal, type RehearsalPlan } from '../../domain/rehearsal/plan.ts';
import { text } from '../../domain/text.ts';
import type { CampaignDocument } from '../../models/campaigns.ts';
import { keep } from '../cases/kept.ts';
import type { Services, SpaceServices } from '../services.ts';

/** Begins at most so many days from now: calendars and policies known today say little about later. */
const aheadAtMost = 400;

/**
 * What a campaign is rehearsed from: its list and staffing, policies and calendar as they hold in its space now.
 *
 * @throws Refusal not-ready, invalid-input
 */
export async function planFor(
  services: Services,
  { campaigns, policies: shelf }: SpaceServices,
  campaign: CampaignDocument,
  { assumptions: given, months }: { assumptions: GivenAssumptions; months: number },
): Promise<RehearsalPlan> {
  const today = dayOf(services.clock().toISOString());
  const { startOn } = given;
  if (startOn !== undefined && (startOn <= today || daysBetween(today, startOn) > aheadAtMost)) {
    const detail = text(
      `应为明天至${aheadAtMost}天之后，今天是${today}`,
      `from tomorrow to ${aheadAtMost} days from now; today is ${today}`,
    );
    throw new Refusal('invalid-input', undefined, [fieldError('/assumptions/startOn', detail)]);
  }
  const listed = await campaigns.campaignCompounds.find({ campaign: campaign._id }).sort({ compound: 1 }).lean();
  if (listed.length === 0)
    throw new Refusal('not-ready', {
      zh: `${campaign._id} 尚未列入小区（PUT …/compounds）`,
      en: `${campaign._id} has no compounds yet (PUT …/compounds)`,
    });
  const compounds = listed.map(({ compound, name, scope, route, baselineMonthlyComplaints, staffing }) => ({
    compound,
    name,
    scope,
    route,
    baselineMonthlyComplaints,
    staffing,
    locality: shelf.localityOf(scope),
  }));
  const published = shelf.calendar();
  const policies: RehearsalPlan['policies'] = {};
  for (const locality of new Set(compounds.map((each) => each.locality))) {
    const policy = shelf.policy(locality);
    if (policy === undefined)
      throw new Refusal('not-ready', { zh: `没有 ${locality} 的政策`, en: `there is no policy for ${locality}` });
    const parameters = caseParameters(policy, [...procedure.sections, 'ladder', 'acts']);
    policies[locality] = { version: policy.version, parameters };
  }
  return planRehearsal({ assumptions: completeAssumptions(given), published, policies, compounds }, { today, months });
}

/** Readers of rehearsed cases find policies and calendar under the versions the cases name. */
export async function keepVersions(services: Services, from: SpaceServices, plan: RehearsalPlan): Promise<void> {
  for (const locality of Object.keys(plan.policies)) {
    const policy = from.policies.policy(locality);
    if (policy) await keep(services.spaces.rehearsal, policy, plan.calendar);
  }
}
