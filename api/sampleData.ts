import { type OfficeCode, officeCodes, offices } from '../domain/organisation/offices.ts';
import {
  sampleDistrict as district,
  firstCommunity,
  firstStreet,
  type SampleSize,
  sampleStreets,
} from './sampleDistrict.ts';
import type { UserFields } from './users/accounts.ts';

const firstCompound = `${firstCommunity}/C-01`;

/** Where an office of the sample sits; the others are the district's. */
const seats: Partial<Record<OfficeCode, string>> = {
  cityPartyCommittee: 'linyi',
  streetPartyWorkingCommittee: firstStreet,
  streetOffice: firstStreet,
  communityPartyOrg: firstCommunity,
  communitySecretary: firstCommunity,
  residentsCommittee: firstCommunity,
  compoundBranch: firstCompound,
  compoundSecretary: firstCompound,
  gridWorker: firstCompound,
  buildingHead: firstCompound,
  ownersCommittee: firstCompound,
  propertyCompany: firstCompound,
  projectManager: firstCompound,
  taskForce: firstCompound,
};

/**
 * One account per role, and one reviewer per office, named after its code; the further streets have one each, numbered, and the
 * residents' committee has a second person, since ballots are read by two.
 */
export function sampleAccounts(size: SampleSize): { username: string; fields: UserFields }[] {
  const role = (username: string, fields: UserFields) => ({ username, fields });
  return [
    role('coordinator', { name: '示例 专项办', role: 'coordinator', scope: district, posts: [] }),
    role('monitor', { name: '示例 督查员', role: 'monitor', scope: 'linyi', posts: [] }),
    role('administrator', {
      name: '示例 管理员',
      role: 'administrator',
      // One person for all three duties, so that everything can be tried; a real deployment holds them apart.
      duties: ['system', 'security', 'audit'],
      scope: '*',
      posts: [],
    }),
    ...officeCodes.map((office) => {
      const scope = seats[office] ?? district;
      return role(office, {
        name: `示例 ${offices[office].title.zh}`,
        role: 'reviewer',
        scope,
        posts: [{ office, scope }],
      });
    }),
    role('residentsCommittee2', {
      name: `示例 ${offices.residentsCommittee.title.zh}2`,
      role: 'reviewer',
      scope: firstCommunity,
      posts: [{ office: 'residentsCommittee', scope: firstCommunity }],
    }),
    ...sampleStreets(size)
      .slice(1)
      .map((scope, index) =>
        role(`streetPartyWorkingCommittee${index + 2}`, {
          name: `示例 ${offices.streetPartyWorkingCommittee.title.zh}${index + 2}`,
          role: 'reviewer',
          scope,
          posts: [{ office: 'streetPartyWorkingCommittee', scope }],
        }),
      ),
  ];
}
