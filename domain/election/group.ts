/** Composition of the preparatory group 筹备组 (274号10; 山东条例21; 青岛条例23). */
import type { CaseParameters } from '../case/opening.ts';
import { type FieldError, fieldError } from '../errors.ts';
import { reaches } from '../policy/ratio.ts';
import { flagOf, numberOf, wordOf } from '../procedures/parameters.ts';
import { text } from '../text.ts';

/** Members by whom they stand for. A developer who sends nobody does not hold the group up (青岛条例23). */
export interface GroupComposition {
  owners: number;
  street: number;
  community: number;
  developer: number;
}

/** Why a group of this composition is not valid; empty when it is. */
export function groupFaults(group: GroupComposition, parameters: CaseParameters): FieldError[] {
  const size = group.owners + group.street + group.community + group.developer;
  const least = numberOf(parameters, 'election.preparatoryGroupMin');
  const faults: FieldError[] = [];
  if (size % 2 === 0)
    faults.push(fieldError('/form', text(`共${size}人：人数应为单数`, `${size} members: the number must be odd`)));
  if (size < least)
    faults.push(
      fieldError('/form', text(`共${size}人：至少${least}人`, `${size} members: at least ${least} are needed`)),
    );
  if (!reaches(group.owners, size, wordOf(parameters, 'election.preparatoryOwnerShareMin'))) {
    faults.push(
      fieldError(
        '/form/owners',
        text(`${size}人中业主${group.owners}人，业主代表不足`, `${group.owners} of ${size} are owners: too few`),
      ),
    );
  }
  if (flagOf(parameters, 'election.groupChairStreet') && group.street === 0) {
    faults.push(
      fieldError(
        '/form/street',
        text('组长由街道担任，街道至少一人', 'the street chairs the group and has a member in it'),
      ),
    );
  }
  return faults;
}
