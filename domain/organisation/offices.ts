import { z } from 'zod';
import { type Text, text } from '../text.ts';

interface Office {
  title: Text;
  /** The office one level up: it hears of overdue work and may correct later. */
  superior?: string;
}

const declared = {
  cityPartyCommittee: { title: text('市委', 'City party committee') },
  districtPartyCommittee: {
    title: text('区委领导小组', 'District party committee (leading group)'),
    superior: 'cityPartyCommittee',
  },
  countyLevelLeader: { title: text('县级领导', 'County-level leader'), superior: 'districtPartyCommittee' },
  redPropertySecretary: { title: text('红领书记', 'Red-property secretary'), superior: 'organisationDept' },
  pairedDepartment: { title: text('结对部门', 'Paired department'), superior: 'districtPartyCommittee' },
  organisationDept: { title: text('组织部', 'Organisation department'), superior: 'districtPartyCommittee' },
  socialWorkDept: { title: text('社会工作部', 'Social-work department'), superior: 'districtPartyCommittee' },
  disciplineCommission: { title: text('纪委监委', 'Discipline commission'), superior: 'districtPartyCommittee' },
  politicalLegalCommittee: { title: text('政法委', 'Political-legal committee'), superior: 'districtPartyCommittee' },
  publicSecurity: { title: text('公安', 'Public security'), superior: 'districtPartyCommittee' },
  civilAffairs: { title: text('民政', 'Civil affairs'), superior: 'districtPartyCommittee' },
  housingBureau: { title: text('住建部门', 'Housing bureau'), superior: 'districtPartyCommittee' },
  urbanManagement: { title: text('城管', 'Urban management'), superior: 'districtPartyCommittee' },
  naturalResources: { title: text('自然资源', 'Natural resources'), superior: 'districtPartyCommittee' },
  taxBureau: { title: text('税务', 'Tax bureau'), superior: 'districtPartyCommittee' },
  petitionBureau: { title: text('信访', 'Petition bureau'), superior: 'districtPartyCommittee' },
  hotlineOffice: { title: text('12345热线中心', '12345 hotline office'), superior: 'districtPartyCommittee' },
  streetPartyWorkingCommittee: {
    title: text('街道党工委', 'Street party working committee'),
    superior: 'districtPartyCommittee',
  },
  streetOffice: { title: text('街道办事处', 'Street office'), superior: 'streetPartyWorkingCommittee' },
  communityPartyOrg: {
    title: text('社区党委', 'Community party organisation'),
    superior: 'streetPartyWorkingCommittee',
  },
  communitySecretary: { title: text('社区党委书记', 'Community secretary'), superior: 'streetPartyWorkingCommittee' },
  residentsCommittee: { title: text('居委会', 'Residents’ committee'), superior: 'streetOffice' },
  compoundBranch: { title: text('小区党支部', 'Compound branch'), superior: 'communityPartyOrg' },
  compoundSecretary: { title: text('小区党支部书记', 'Compound secretary'), superior: 'communityPartyOrg' },
  gridWorker: { title: text('网格员', 'Grid worker'), superior: 'communityPartyOrg' },
  buildingHead: { title: text('楼长', 'Building head'), superior: 'compoundBranch' },
  ownersCommittee: { title: text('业主委员会', 'Owners’ committee'), superior: 'streetOffice' },
  propertyCompany: { title: text('物业服务企业', 'Property company'), superior: 'housingBureau' },
  projectManager: { title: text('项目经理', 'Project manager'), superior: 'propertyCompany' },
  thirdPartyAuditor: { title: text('第三方机构', 'Third-party auditor'), superior: 'housingBureau' },
  mediationCentre: { title: text('物业纠纷调诉中心', 'Mediation centre'), superior: 'districtPartyCommittee' },
  fundBank: { title: text('专户管理银行', 'Fund bank'), superior: 'housingBureau' },
  taskForce: { title: text('专班', 'Task force'), superior: 'countyLevelLeader' },
} as const satisfies Record<string, Office>;

export type OfficeCode = keyof typeof declared;

/** The organisations that act on cases, with the level above each. */
export const offices: Record<OfficeCode, { title: Text; superior?: OfficeCode }> = declared;

export const officeCodes = Object.keys(declared) as [OfficeCode, ...OfficeCode[]];
export const officeCodeSchema = z.enum(officeCodes).meta({
  id: 'OfficeCode',
  options: Object.fromEntries(officeCodes.map((code) => [code, offices[code].title])),
});

/** The level above an office; the highest answers for itself. */
export function superiorOf(office: OfficeCode): OfficeCode {
  return offices[office].superior ?? office;
}
