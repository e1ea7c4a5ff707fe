import { z } from 'zod';
import { entryRoutes } from '../../domain/campaign/campaign.ts';
import { paperStages } from '../../domain/campaign/paperCase.ts';
import { bothWordings } from '../../domain/errors.ts';
import { officeCodeSchema } from '../../domain/organisation/offices.ts';
import { oneOf } from '../../domain/procedures/forms.ts';
import { stages } from '../../domain/procedures/rectification.ts';
import { problemCategories } from '../../domain/rectification/problems.ts';
import { type Text, text } from '../../domain/text.ts';
import { codeCell, dateCell, listCell, wholeNumberCell } from '../tables/cells.ts';
import type { TableColumn } from '../tables/tableColumn.ts';

const stageTitles = Object.fromEntries(paperStages.map((stage) => [stage, stages[stage].title])) as Record<
  (typeof paperStages)[number],
  Text
>;

/** One problem in a cell: title | category | office | due day. */
const problemCell = z.string().transform((cell, context) => {
  const [title = '', category = '', office = '', dueOn = ''] = cell.split(/[|｜]/).map((part) => part.trim());
  const parsed = z
    .strictObject({
      title: z.string().min(1).max(300),
      category: oneOf(problemCategories),
      office: officeCodeSchema,
      dueOn: dateCell,
    })
    .safeParse({ title, category, office, dueOn });
  if (parsed.success) return parsed.data;
  const message = bothWordings(text('应为“问题|类别|责任部门|时限”', 'title|category|office|due day'));
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const word = () => z.string().trim().min(1).max(80);
const beyond = text('已过此环节的必填', 'Needed once the case is past this step');
const day = <const K extends string>(key: K, title: Text, help = beyond) => ({ key, title, schema: dateCell, help });

/** The columns of a file of cases that are under way on paper. */
export const paperColumns = [
  {
    key: 'compound',
    title: text('小区编号', 'Compound id'),
    required: true,
    schema: z.string().max(40),
    help: text('与小区台账一致', 'As in the register'),
  },
  {
    key: 'baselineMonthlyComplaints',
    title: text('整治前月均投诉量', 'Monthly complaints before'),
    required: true,
    schema: wholeNumberCell(0, 100_000),
    help: text('观察期以此比较是否反弹', 'The observation compares with it'),
  },
  {
    key: 'startedOn',
    title: text('列入日期', 'Listed on'),
    required: true,
    schema: dateCell,
    help: text('整治开始的日期', 'The day the rectification began'),
  },
  {
    key: 'reached',
    title: text('所处环节', 'Stage reached'),
    required: true,
    schema: codeCell(stageTitles),
    help: text('正在办理的环节；之前各环节须填日期', 'The stage under way; every step before it needs its day'),
  },
  {
    key: 'route',
    title: text('进入途径', 'Route of entry'),
    schema: codeCell(entryRoutes),
    help: text('不填为区级决定', 'Default: district decision'),
  },
  {
    key: 'leader',
    title: text('责任县级领导', 'County-level leader'),
    schema: word(),
    help: text('职务，不填姓名电话', 'The post; no name, no telephone number'),
  },
  {
    key: 'redSecretary',
    title: text('红领书记', 'Red-property secretary'),
    schema: word(),
    help: text('派出单位', 'The sending unit'),
  },
  {
    key: 'departments',
    title: text('结对部门', 'Paired departments'),
    schema: listCell(word(), 6),
    help: text('可以多个，用、分隔', 'Several are possible, set apart by ;'),
  },
  day('nominatedOn', text('提名日期', 'Nominated on')),
  day('acceptedOn', text('接受日期', 'Accepted on'), text('不填为提名日期', 'Default: the day of nomination')),
  day('gazettedOn', text('公布日期', 'Gazetted on'), text('不填为接受日期', 'Default: the day of acceptance')),
  day('plannedOn', text('方案提交日期', 'Plan submitted on')),
  {
    key: 'problems',
    title: text('问题清单', 'Problems'),
    schema: listCell(problemCell, 100),
    help: text('每个问题：问题|类别|责任部门|时限，用；分隔', 'Each: title|category|office|due day, set apart by ;'),
  },
  day('approvedOn', text('方案会审通过日期', 'Plan approved on')),
  day('solvedOn', text('全部核验日期', 'All verified on')),
  day('passedOn', text('中期验收日期', 'Accepted at mid-term on')),
] as const satisfies readonly TableColumn[];
