import { Refusal } from '../../domain/errors.ts';
import { type Actor, holdsOffice } from '../../domain/organisation/actor.ts';
import type { OfficeCode } from '../../domain/organisation/offices.ts';
import { covers } from '../../domain/organisation/scope.ts';
import type { SpaceServices } from '../services.ts';
import { requireSight } from '../visibility.ts';

/** They draw up rolls, and convene or count votes by them (274号; 山东条例25). */
const rollOffices: readonly OfficeCode[] = [
  'streetOffice',
  'communityPartyOrg',
  'residentsCommittee',
  'ownersCommittee',
  'housingBureau',
];

/** The compound a roll is of. @throws Refusal not-found when it is not there, or out of sight */
export async function requireCompound(space: SpaceServices, actor: Actor, id: string): Promise<{ scope: string }> {
  const found = await space.registers.compounds.findById(id, { scope: 1 }).lean<{ scope: string }>();
  if (!found)
    throw new Refusal('not-found', {
      zh: `没有小区 ${id}，或不在您的管辖范围内`,
      en: `There is no compound ${id}, or it is outside of your scope`,
    });
  requireSight(actor, found.scope, `compound ${id}`);
  return found;
}

/** Rolls hold who owns what: only those who keep them write them, or read the names. @throws Refusal forbidden */
export function requireRollKeeper(actor: Actor, scope: string): void {
  const keeps =
    actor.role === 'reviewer'
      ? rollOffices.some((office) => holdsOffice(actor, office, scope))
      : ['coordinator', 'integration'].includes(actor.role) && covers(actor.scope, scope);
  if (keeps) return;
  throw new Refusal('forbidden', {
    zh: `业主名册由当地协调员和 ${rollOffices.join('、')} 管理`,
    en: `Rolls are kept by coordinators of the place and by ${rollOffices.join(', ')}`,
  });
}
