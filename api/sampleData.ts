import { type OfficeCode, officeCodes, offices } from '../domain/organisation/offices.ts';
import type { CompoundFields } from '../domain/registers/compound.ts';
import type { UserFields } from './users/accounts.ts';

/** How much sample data there is; every name in it says that it is a sample. */
export const sampleSizes = ['none', 'small', 'full'] as const;
export type SampleSize = (typeof sampleSizes)[number];

const district = 'linyi/lanshan';
const firstStreet = `${district}/yinqueshan`;
const firstCommunity = `${firstStreet}/hongqi`;

/** Scope path → name; the higher places first. */
export const samplePlaces: Readonly<Record<string, string>> = {
  linyi: '临沂市（示例）',
  [district]: '兰山区（示例）',
  [firstStreet]: '银雀山街道（示例）',
  [firstCommunity]: '红旗社区（示例）',
  [`${firstStreet}/pingan`]: '平安社区（示例）',
  [`${district}/jinqueshan`]: '金雀山街道（示例）',
  [`${district}/jinqueshan/heping`]: '和平社区（示例）',
  [`${district}/jinqueshan/guangming`]: '光明社区（示例）',
};

const communities = Object.keys(samplePlaces).filter((path) => path.split('/').length === 4);
const names = [
  '金山花园',
  '沂河新村',
  '兰亭苑',
  '书香名邸',
  '向阳小区',
  '柳青苑',
  '凤凰城',
  '东方家园',
  '银河湾',
  '桃源里',
  '陶然居',
  '康乐园',
];
const selectionTypes = ['commercialResidential', 'staffHousing', 'resettlement', 'oldCompound'] as const;
const governanceTypes = ['commercialDevelopment', 'staffHousing', 'rebuilt', 'mixed'] as const;
const compoundCounts = { none: 0, small: 12, full: 182 } as const;

/** Compounds C-01, C-02 … in turn of three per community. */
export function sampleCompounds(size: SampleSize): { id: string; fields: CompoundFields }[] {
  return Array.from({ length: compoundCounts[size] }, (_, index) => {
    const [city = '', ofDistrict = '', street = '', community = ''] =
      communities[Math.floor(index / 3) % communities.length]?.split('/') ?? [];
    const name = names[index % names.length] ?? '';
    const phase = index < names.length ? '' : `${Math.floor(index / names.length) + 1}期`;
    const households = 180 + ((index * 137) % 1400);
    return {
      id: `C-${String(index + 1).padStart(2, '0')}`,
      fields: {
        name: `${name}${phase}（示例）`,
        city,
        district: ofDistrict,
        street,
        community,
        households,
        // 96.50 m² a household.
        area: households * 9650,
        builtYear: 1986 + ((index * 7) % 36),
        compoundTypeSelection: selectionTypes[index % 4] ?? 'oldCompound',
        compoundTypeGovernance: governanceTypes[index % 4] ?? 'mixed',
      },
    };
  });
}

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

/** One account per role, and one reviewer per office, named after its code. */
export function sampleAccounts(): { username: string; fields: UserFields }[] {
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
  ];
}
