import { useRead } from '../../../api/queries.ts';
import { useMay } from '../../../session/session.ts';
import { words } from '../../../words/words.ts';

/** Sections that belong to no one procedure, or to one that the service does not have yet. */
const zh = {
  campaign: '专项行动',
  pairing: '三个一帮带',
  enforcement: '执法进小区',
  debrief: '述职评议',
  vote: '业主共同决定',
  parking: '停车治理',
  asset: '公共收益与资产',
  legacy: '历史遗留问题',
  propertyEval: '物业服务评价',
  propertyChange: '物业企业更换',
  convert: '党支部实体化',
  communityAssess: '社区考核',
  communityClass: '社区分类',
  annualPlan: '年度计划',
  deliberation: '议事协商',
  whistle: '吹哨报到',
  order: '派单接单',
  dispute: '纠纷调处',
  letter: '责任书',
  links: '领导包联',
  contact: '联系走访',
  ticket: '热线工单',
  ladder: '提醒与督办',
  acts: '补录与更正',
};

const useTitles = words('policySections', zh, {
  campaign: 'Campaigns',
  pairing: 'Three-ones pairing',
  enforcement: 'Enforcement in compounds',
  debrief: 'Debriefs',
  vote: 'Owners’ votes',
  parking: 'Parking',
  asset: 'Common income and assets',
  legacy: 'Legacy problems',
  propertyEval: 'Evaluation of property services',
  propertyChange: 'Change of the property company',
  convert: 'Substantive branches',
  communityAssess: 'Assessment of communities',
  communityClass: 'Classes of communities',
  annualPlan: 'Yearly plans',
  deliberation: 'Deliberation',
  whistle: 'Whistle and report',
  order: 'Dispatch of orders',
  dispute: 'Disputes',
  letter: 'Letters of responsibility',
  links: 'Leaders’ links',
  contact: 'Contact and visits',
  ticket: 'Hotline tickets',
  ladder: 'Reminders and supervision',
  acts: 'Late entries and corrections',
});

/** What a section of a policy is called: as its procedure, if it is one's. */
export function useSectionTitle(): (section: string) => string | undefined {
  const say = useTitles();
  const may = useMay();
  const procedures = useRead('listProcedures', {}, { staleTime: 300_000, enabled: may('listProcedures') });
  return (section) =>
    procedures.data?.items.find(({ kind }) => kind === section)?.title ??
    (section in zh ? say(section as keyof typeof zh) : undefined);
}
