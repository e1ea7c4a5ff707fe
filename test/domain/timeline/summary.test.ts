import { describe, expect, it, test } from '@jest/globals';
import { procedure as election } from '../../../domain/procedures/election.ts';
import { procedure } from '../../../domain/procedures/rectification.ts';
import type { EventTexts, TimelineEvent } from '../../../domain/timeline/event.ts';
import { eventTypes } from '../../../domain/timeline/event.ts';
import { stageTitle, summarize } from '../../../domain/timeline/summary.ts';

function buildEvent(overrides: Partial<TimelineEvent>): TimelineEvent {
  return {
    case: 'rectification:C-01:1',
    epoch: 1,
    seq: 5,
    at: '2026-09-01T02:00:00.000Z',
    type: 'commented',
    actor: { id: 'zhang', role: 'reviewer', office: 'housingBureau' },
    data: {},
    evidence: [],
    prevHash: '',
    hash: '',
    ...overrides,
  };
}

const texts: EventTexts = { salt: 's', actorName: '张三' };
const task = 'planReview#2.housingBureau';
const dueAt = '2026-10-21T16:00:00.000Z';

const sentences: [Partial<TimelineEvent>, string, string, Partial<EventTexts>?][] = [
  [
    { type: 'timeReached', stage: 'observation#1', data: { window: 'month-1' } },
    '“观察期”时间已到',
    'The time of “Observation” has come',
  ],
  [
    { type: 'caseOpened' },
    '张三（住建部门）启动“重点小区集中整治”',
    '张三 (Housing bureau) opened “Key-compound rectification”',
  ],
  [{ type: 'stageOpened', stage: 'plan#1' }, '进入“诊断并制定整治方案”', '“Diagnose and plan” began'],
  [
    { type: 'stageClosed', stage: 'execution#1', data: { result: 'timeReached' } },
    '“集中整治”结束：期限已到',
    '“Execute” ended: its time was reached',
  ],
  [
    { type: 'decided', stage: task, data: { decision: 'return', late: true } },
    '张三（住建部门）在“部门会审方案（第2次） · 住建部门”中决定：退回（逾期）',
    '张三 (Housing bureau) decided “Return” in “Departments review the plan (2) · Housing bureau”, after the due date',
  ],
  [
    { type: 'problemChanged', data: { id: 'P1', status: 'done', dueOn: '2026-10-01' } },
    '问题P1：已整改待核验，限期2026-10-01',
    'Problem P1 is done, to be verified, to be done by 2026-10-01',
  ],
  [
    { type: 'escalated', stage: 'plan#1', data: { rung: 'red', to: 'districtPartyCommittee' } },
    '“诊断并制定整治方案”逾期通报，送区委领导小组',
    'Overdue notice about “Diagnose and plan”, to District party committee (leading group)',
  ],
  [
    {
      type: 'monthRecorded',
      data: {
        month: '2026-05',
        version: 2,
        publishedOn: '2026-06-05',
        figures: { complaints: 22, propertyComplaints: 9, cityRank: 50, satisfied: 9, surveyed: 10 },
        replaced: { complaints: 21, cityRank: null, satisfied: 9, surveyed: 10, version: null },
      },
    },
    '2026-05热线数据已公布（第2版）：投诉22件，全市第50名，满意9/10；原为：投诉21件，未排名，满意9/10',
    'The hotline figures of 2026-05 were published (version 2): 22 complaints, rank 50 in the city, 9 of 10 satisfied; before: 21 complaints, not ranked, 9 of 10 satisfied',
  ],
  [
    { type: 'expired', stage: 'plan#1', data: { dueAt } },
    '“诊断并制定整治方案”到期未答复（2026-10-21）',
    '“Diagnose and plan” was not answered by 2026-10-21',
  ],
  [{ type: 'commented' }, '张三（住建部门）留言', '张三 (Housing bureau) commented'],
  [
    { type: 'evidenceAttached' },
    '张三（住建部门）上传材料“照片.jpg”',
    '张三 (Housing bureau) attached “照片.jpg”',
    { form: { name: '照片.jpg' } },
  ],
  [
    { type: 'delegated', stage: 'plan#1', data: { to: 'li', until: '2026-10-01' } },
    '张三（住建部门）将“诊断并制定整治方案”委托李四代办至2026-10-01',
    '张三 (Housing bureau) delegated “Diagnose and plan” to 李四 until 2026-10-01',
    { form: { to: '李四' } },
  ],
  [
    { type: 'reassigned', stage: 'plan#1', data: { from: 'streetOffice', to: 'housingBureau' } },
    '张三（住建部门）将“诊断并制定整治方案”由街道办事处改派住建部门',
    '张三 (Housing bureau) reassigned “Diagnose and plan” from Street office to Housing bureau',
  ],
  [
    { type: 'extended', stage: 'plan#1', data: { from: dueAt, to: '2026-10-23T16:00:00.000Z' } },
    '张三（住建部门）将“诊断并制定整治方案”期限由2026-10-21延至2026-10-23',
    '张三 (Housing bureau) extended “Diagnose and plan” from 2026-10-21 to 2026-10-23',
  ],
  [
    { type: 'teamNominated', data: { campaign: 'K-2026-01', seats: ['leader'] } },
    '张三（住建部门）在专项行动K-2026-01中提名三个一',
    '张三 (Housing bureau) nominated the three ones in campaign K-2026-01',
  ],
  [{ type: 'suspended' }, '张三（住建部门）中止案件计时', '张三 (Housing bureau) stopped the clock of the case'],
  [
    { type: 'resumed', stage: 'plan#1' },
    '张三（住建部门）恢复“诊断并制定整治方案”计时',
    '张三 (Housing bureau) let the clock of “Diagnose and plan” run again',
  ],
  [
    { type: 'corrected', data: { event: 3 } },
    '张三（住建部门）更正第3条决定',
    '张三 (Housing bureau) corrected decision 3',
  ],
  [
    { type: 'superseded', stage: 'plan#1', data: { by: 3 } },
    '因第3条被更正，“诊断并制定整治方案”作废',
    '“Diagnose and plan” is void, since decision 3 was corrected',
  ],
  [
    { type: 'linked', data: { case: 'rectification:C-02:1', relation: 'related' } },
    '张三（住建部门）关联重点小区集中整治 rectification:C-02:1（相关）',
    '张三 (Housing bureau) noted that this case is related to Key-compound rectification rectification:C-02:1',
  ],
  [
    { type: 'childStarted', stage: 'plan#1', data: { case: 'fund:C-01:2026-1:1' } },
    '“诊断并制定整治方案”已启动fund:C-01:2026-1:1',
    '“Diagnose and plan” started fund:C-01:2026-1:1',
  ],
  [
    { type: 'linkedEnded', data: { case: 'election:C-01:2026:1', outcome: 'filed' } },
    '业委会组建与换届 election:C-01:2026:1已结束：已备案',
    'Owners’ committee election election:C-01:2026:1 ended: Filed',
  ],
  [
    { type: 'appealed', data: { case: 'appeal:C-01:7:1', event: 7 } },
    '第7条决定被申诉：appeal:C-01:7:1',
    'Decision 7 was appealed: appeal:C-01:7:1',
  ],
  [
    { type: 'appealEnded', data: { case: 'appeal:C-01:7:1', event: 7, outcome: 'sentBack' } },
    '对第7条决定的appeal:C-01:7:1：发回，重新作出决定',
    'appeal:C-01:7:1 against decision 7: it is sent back, to be decided anew',
  ],
  [
    { type: 'calendarChanged', data: { to: '2027', moved: [{}, {}] } },
    '工作日历更新为2027，2项期限变动',
    'The calendar is now 2027; 2 due dates moved',
  ],
  [
    { type: 'policyChanged', data: { from: 'a1', to: 'b2', mode: 'reanchor', moved: [{}] } },
    '张三（住建部门）将政策由版本a1改用版本b2（按原起算日重新计算），1项期限变动',
    '张三 (Housing bureau) applied policy b2 in place of a1 (terms count from their original start); due dates moved: 1',
  ],
  [
    { type: 'caseCancelled', data: { outcome: 'cancelled' } },
    '张三（住建部门）撤销案件：撤销（列入有误）',
    '张三 (Housing bureau) cancelled the case: Cancelled (listed in error)',
  ],
  [{ type: 'caseClosed', data: { outcome: 'closed' } }, '案件结束：销号', 'The case ended: Closed'],
];

const others = (kind: string) => [procedure, election].find((each) => each.kind === kind);

describe('the sentence of an event', () => {
  test.each(sentences.map((each) => [each[0].type, ...each] as const))(
    'of %s',
    (_type, overrides, zh, en, more = {}) => {
      const event = buildEvent(overrides);
      expect(summarize(event, { ...texts, ...more }, procedure, 'zh', others)).toBe(zh);
      expect(summarize(event, { ...texts, ...more }, procedure, 'en', others)).toBe(en);
    },
  );

  it('exists for every type of event', () => {
    expect(new Set(sentences.map(([{ type }]) => type))).toEqual(new Set(eventTypes));
  });

  it('names the office of whoever was erased, and nobody where there is none', () => {
    expect(summarize(buildEvent({}), undefined, procedure, 'zh')).toBe('住建部门留言');
    expect(summarize(buildEvent({ actor: { id: 'x', role: 'coordinator' } }), undefined, procedure, 'en')).toBe(
      'Somebody commented',
    );
    expect(summarize(buildEvent({ actor: { id: 'system', role: 'system' } }), undefined, procedure, 'en')).toBe(
      'The system commented',
    );
  });

  it('names the cases that this one was started for', () => {
    const links = [
      { case: 'rectification:C-01:1', relation: 'awaitedBy' },
      { case: 'rectification:C-02:1', relation: 'nonsense' },
    ];
    const event = buildEvent({ type: 'caseOpened', data: { links } });
    expect(summarize(event, texts, procedure, 'zh', others)).toBe(
      '张三（住建部门）启动“重点小区集中整治”；关联重点小区集中整治 rectification:C-01:1（由其启动并等待办结）',
    );
    expect(summarize(event, texts, procedure, 'en', others)).toBe(
      '张三 (Housing bureau) opened “Key-compound rectification”; it is awaited by Key-compound rectification rectification:C-01:1',
    );
  });

  it('survives a stage, a decision and an office that are declared no more', () => {
    const event = buildEvent({ type: 'decided', stage: 'former#1.gone', data: { decision: 'old' } });
    expect(summarize(event, texts, procedure, 'en')).toBe('张三 (Housing bureau) decided “old” in “former · gone”');
  });
});

describe('the title of a task', () => {
  test.each([
    ['plan', '诊断并制定整治方案'],
    ['plan#1', '诊断并制定整治方案'],
    ['plan#3', '诊断并制定整治方案（第3次）'],
    ['execution#1.P1-verify', '集中整治 · P1-verify'],
  ])('%s is %s', (id, title) => {
    expect(stageTitle(procedure, id, 'zh')).toBe(title);
  });
});
