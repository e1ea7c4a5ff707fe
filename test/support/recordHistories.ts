/**
 * `npm run histories`: records real histories of every procedure into test/histories/, for the replay test. Run it when a
 * procedure is added or released; never to make a failing replay pass: cases that are running have the old history. Names given,
 * as in `npm run histories -- selection`, record those alone.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import proto from '@temporalio/proto';
import { loadPolicyShelf } from '../../api/policies/policyShelf.ts';
import type { Json } from '../../domain/text.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import { campaignModels } from '../../models/campaigns.ts';
import { keepVersions } from '../../models/keptVersions.ts';
import { registerModels } from '../../models/registers.ts';
import { advanceCase } from '../../temporal/clock.ts';
import { appealed, reported } from './appeals.ts';
import { buildAssessment, buildImprovement, buildRating } from './assessment.ts';
import { adjusted, assess, cycle, improvement, star } from './assessmentHistories.ts';
import { actor, buildOpening, buildTrial, coordinator, office, PLACE, TestBench, type TestCase } from './cases.ts';
import {
  audited,
  buildAudit,
  buildChange,
  buildDebrief,
  changed,
  debriefed,
  elected,
  postponed,
  reelection,
} from './committees.ts';
import { ago, ahead } from './days.ts';
import { buildElection } from './election.ts';
import {
  agreed,
  buildFund,
  contracted,
  countOf,
  granted,
  over,
  proposalForm,
  proposed,
  sharesOf,
  voted,
  withFile,
  accepted as worksAccepted,
} from './fund.ts';
import { keepShippedPolicies } from './keptPolicies.ts';
import { intoMonth, monthOf, publish } from './publishedMonths.ts';
import {
  accepted,
  buildAt,
  cleanMonth,
  nomination,
  planned,
  problem,
  seats,
  solved,
  staffed,
  submitted,
} from './rectification.ts';
import {
  attended,
  buildExit,
  buildIncentive,
  buildTraining,
  buildVacancy,
  candidate,
  cleared,
  handover,
  postedUntilOver,
  putForward,
  planned as yearPlanned,
} from './secretaries.ts';
import { buildSelection, jinqueshan, street, yinqueshan } from './selection.ts';
import { configFor, startTestServers } from './servers.ts';
import { until } from './until.ts';

const folder = fileURLToPath(new URL('../histories/', import.meta.url));

async function observed(compound: TestCase, visit: number): Promise<void> {
  for (const month of [1, 2, 3]) {
    await compound.advance('P32D');
    await compound.decide(`observation#${visit}.month-${month}`, 'report', { form: cleanMonth });
  }
}

async function closed(compound: TestCase): Promise<void> {
  await staffed(compound);
  await planned(compound);
  await solved(compound, 'P1', 'P2');
  await accepted(compound);
  await observed(compound, 1);
  await compound.decide('closing', 'close');
  await compound.handle.result();
}

/** Every way back, and every act. */
async function loops(compound: TestCase): Promise<void> {
  await compound.act('comment', coordinator, { text: '示例意见' });
  const form = { leader: '示例副区长', redSecretary: '示例局', departments: ['示例结对局'] };
  await compound.decide('nomination', 'nominate', { form });
  await compound.decide('acceptance#1.leader', 'accept');
  await compound.decide('acceptance#1.redSecretary', 'refuse', { comment: '示例' });
  await compound.advance('P14D');
  await compound.decide('nomination#2', 'nominate', {
    form: { redSecretary: '示例另一局', departments: ['示例另一结对局'] },
  });
  await compound.decide('acceptance#2.redSecretary', 'accept');
  await compound.decide('acceptance#2.department1', 'accept');
  await compound.decide('gazette', 'publish');
  await compound.act('extend', coordinator, { stage: 'plan', term: { n: 3, unit: 'workingDays' }, reason: '示例' });
  await compound.act('suspend', coordinator, { reason: '示例' });
  await compound.advance('P20D');
  await compound.act('resume', coordinator, { reason: '示例' });
  await submitted(compound, [problem('housingBureau', ahead(120)), problem('urbanManagement', ahead(120))]);
  await compound.decide('planReview#1.urbanManagement', 'approve');
  await compound.decide('planReview#1.housingBureau', 'return', { comment: '示例' });
  const mistaken = (await compound.snapshot()).view.revision - 1;
  await compound.act('correct', office('housingBureau'), {
    event: mistaken,
    decision: 'approve',
    comment: '示例：点错',
  });
  await compound.act('delegate', office('housingBureau'), {
    stage: 'execution#1.P1',
    to: { id: 'colleague', name: '示例同事' },
  });
  await compound.decide('memberChange', 'nameSuccessor', {
    form: { seat: 'leader', successor: '示例接替' },
    comment: '示例',
  });
  await compound.decide('successorAcceptance#1.leader', 'accept');
  await compound.decide('handover', 'release', { form: { note: '示例' } });
  await solved(compound, 'P1', 'P2');
  await compound.decide('midtermAcceptance', 'fail', {
    comment: '示例',
    form: { problems: [problem('housingBureau', ahead(200))] },
  });
  await compound.decide('execution#2.P3', 'complete', { evidence: [await compound.evidence()] });
  await compound.decide('execution#2.P3-verify', 'fail', { comment: '示例' });
  await compound.decide('execution#2.P3', 'complete', { evidence: [await compound.evidence()] });
  await compound.decide('execution#2.P3-verify', 'pass');
  await accepted(compound);
  await compound.advance('P32D');
  await compound.decide('observation#1.month-1', 'report', { form: { complaints: 30, satisfied: 9, surveyed: 10 } });
  await compound.act('cancel', office('districtPartyCommittee'), { reason: '示例', outcome: 'transferred' });
  await compound.handle.result().catch(() => undefined);
}

/** From paper into the observation, and all that comes after: a relapse, a suspension nobody ended, a correction of words. */
async function fromPaper(compound: TestCase): Promise<void> {
  await compound.decide('observation#1.month-1', 'report', { form: cleanMonth });
  await compound.decide('observation#1.inspection', 'reopen', { form: { problem: 'P1' }, comment: '示例' });
  await compound.act('suspend', coordinator, { reason: '示例' });
  await compound.advance('P95D');
  await solved(compound, 'P1');
  await accepted(compound);
  const passed = (await compound.snapshot()).view.revision - 1;
  await compound.advance('P32D');
  await compound.decide('observation#2.month-1', 'report', { form: cleanMonth });
  await compound.act('correct', office('cityPartyCommittee'), {
    event: passed,
    decision: 'pass',
    form: { sampledByCity: false },
    comment: '示例：未抽查',
  });
  await compound.act('cancel', office('districtPartyCommittee'), { reason: '示例：列入有误' });
  await compound.handle.result().catch(() => undefined);
}

/** Published months: one replaces a report by hand and is corrected, one ends the observation once a suspension is over. */
async function published(compound: TestCase): Promise<void> {
  const [first, second] = [await monthOf(compound), await monthOf(compound, 1)];
  const figures = { ...cleanMonth, cityRank: 300 };
  await intoMonth(compound, 1);
  await compound.decide('monthlyWatch#1', 'report', { form: figures });
  const reported = (await compound.snapshot()).view.revision - 1;
  await publish(compound, first, { cityRank: 48 });
  await publish(compound, first, { cityRank: 47 }, { version: 2 });
  await compound.act('suspend', coordinator, { reason: '示例' });
  await publish(compound, second, { cityRank: 50 });
  await compound.act('resume', coordinator, { reason: '示例' });
  await intoMonth(compound, 2);
  await compound.act('correct', office('districtPartyCommittee'), {
    event: reported,
    decision: 'report',
    form: { ...figures, complaints: 6 },
    comment: '示例：录入有误',
  });
  await intoMonth(compound, 3);
  await compound.act('cancel', office('districtPartyCommittee'), { reason: '示例：列入有误' });
  await compound.handle.result().catch(() => undefined);
}

async function trial(compound: TestCase): Promise<void> {
  await compound.decide('opinion#1.housing', 'agree');
  await compound.decide('opinion#1.civil', 'agree');
  await compound.decide('notice', 'post', { evidence: [await compound.evidence()] });
  await compound.decide('notice#1.objection', 'object', { comment: '示例' });
  await compound.advance('P8D');
  await compound.decide('notice#1.settlement-1', 'dismiss', { comment: '示例' });
  await compound.advance('P31D');
  await compound.decide('visit', 'report');
  await compound.decide('seal#1', 'again');
  await compound.decide('seal#2', 'approve');
  await compound.handle.result();
}

/** An objection, a recheck, one that stands after the last recheck, a correction; continued as new on the way. */
async function selection(district: TestCase): Promise<void> {
  const [one, two] = [street(yinqueshan), street(jinqueshan)];
  const objection = { form: { objections: [{ compound: 'C-01', kind: 'wrongAddress', note: '示例' }] } };
  const answer = { form: { answers: [{ compound: 'C-01', result: 'corrected', complaints: 100, note: '示例' }] } };
  await district.decide('collect', 'confirm');
  await district.decide('candidateReview#1.yinqueshan', 'object', objection, one);
  await district.advance('P14D');
  await district.decide('candidateReview#1.jinqueshan', 'confirm', {}, two);
  await district.decide('recheck#1', 'answer', answer);
  await district.decide('candidateReview#2.yinqueshan', 'object', objection, one);
  await district.decide('recheck#2', 'answer', answer);
  await district.decide('decision', 'list', { form: { keep: [{ compound: 'C-01', note: '示例' }] } });
  await district.act('correct', office('cityPartyCommittee'), {
    event: (await district.snapshot()).view.revision - 1,
    decision: 'list',
    form: { drop: [{ compound: 'C-01', reason: 'objection', note: '示例' }] },
    comment: '示例：误列',
  });
  await district.decide('publication', 'publish');
  await district.handle.result();
}

/** An application with a return at each gate, a rejected vote, a finding, a rework, and one more settlement; continued as new. */
async function fund(compound: TestCase): Promise<void> {
  await compound.decide('proposal', 'submit', { form: proposalForm });
  await compound.decide('branchFirst', 'askChange', { comment: '示例' });
  await proposed(compound);
  await compound.decide('streetDecision', 'return', { comment: '示例' });
  await compound.decide('proposal', 'submit', { form: proposalForm });
  await agreed(compound, 1, countOf('plan', 50));
  await proposed(compound);
  await agreed(compound, 2);
  await withFile(compound, 'application', 'apply');
  await compound.decide('approval', 'return', { form: { defects: [{ no: 1, note: '示例' }] } });
  await granted(compound);
  await contracted(compound);
  await withFile(compound, 'engagement', 'engage');
  for (const seat of ['custodian', 'auditor']) await compound.decide(`advanceOrder#1.${seat}`, 'release');
  await withFile(compound, 'advance', 'pay');
  for (const works of ['worksStart', 'midway', 'completion']) {
    await withFile(compound, works, 'report');
    await compound.decide('trackingAudit', 'find', { comment: '示例' });
    await withFile(compound, works, 'report');
    await compound.decide('trackingAudit', 'clear');
  }
  await worksAccepted(compound);
  await withFile(compound, 'settlement', 'submitOverBudget', { settlementFen: 40_000_000 }, { comment: '示例' });
  await withFile(compound, 'settlementAudit', 'confirm');
  await voted(compound, 'overBudgetVote#1', countOf('overBudget', 51));
  for (const seat of ['custodian', 'auditor']) await compound.decide(`balanceOrder#1.${seat}`, 'release');
  await withFile(compound, 'balance', 'pay', { accounts: sharesOf(40_000_000) as unknown as Json });
  await withFile(compound, 'publication', 'publish');
  await compound.handle.result();
}

/** An emergency that the street has repaired, audited after an objection, and paid. */
async function fundEmergency(compound: TestCase): Promise<void> {
  const form = { situation: 'drain', place: '3号楼', estimateFen: 4_000_000, scope: 'buildings', members: ['3'] };
  await compound.decide('report', 'report', { form });
  for (const seat of ['owners', 'committee', 'company']) await withFile(compound, `verification#1.${seat}`, 'urgent');
  await compound.advance('PT25H');
  await over(compound, 'repairStart#1');
  await compound.decide('streetOrder', 'order', { comment: '示例' });
  await compound.decide('repairStart#2', 'decline', { comment: '示例' });
  await compound.decide('streetRepair', 'organise');
  await withFile(compound, 'application', 'apply');
  const advance = { form: { approvedFen: 4_000_000, advanceFen: 1_000_000 } };
  await compound.decide('review', 'approveWithAdvance', advance);
  await withFile(compound, 'advance', 'pay');
  await withFile(compound, 'streetCompletion', 'report', { costFen: 3_500_000 });
  await compound.decide('acceptance#1.owners', 'fail', { comment: '示例' });
  await compound.decide('acceptance#1.committee', 'accept');
  await withFile(compound, 'streetCompletion', 'report', { costFen: 3_500_000 });
  for (const seat of ['owners', 'committee']) await compound.decide(`acceptance#2.${seat}`, 'accept');
  await withFile(compound, 'posting', 'post');
  await compound.decide('posting#1.objection', 'object', { comment: '示例' });
  await compound.decide('posting#1.settlement-1', 'uphold', { comment: '示例' });
  await compound.advance('P6D');
  await over(compound, 'posting#1');
  await withFile(compound, 'audit', 'confirm');
  await withFile(compound, 'payment', 'pay', { accounts: sharesOf(3_500_000) as unknown as Json });
  await compound.handle.result();
}

/** A renewal that is carried at the second vote, and paid in part. */
async function fundRaise(compound: TestCase): Promise<void> {
  const plan = { form: { summary: '示例', charges: [{ account: '1', fen: 7_000_000 }] } };
  const receipts = { form: { receivedFen: 1_000_000 } };
  await compound.decide('shortageNotice', 'notify');
  await compound.decide('plan', 'submit', plan);
  await voted(compound, 'vote#1', countOf('renewal', 74));
  await compound.decide('afterRejection', 'planAnew');
  await compound.decide('plan', 'submit', plan);
  await voted(compound, 'vote#2', countOf('renewal', 75));
  await withFile(compound, 'paymentNotice', 'send');
  await compound.advance('P36D');
  await compound.decide('receipts', 'incomplete', receipts);
  await withFile(compound, 'demand', 'demand');
  await compound.advance('P36D');
  await compound.decide('receipts', 'incomplete', receipts);
  await withFile(compound, 'enforcement', 'sue');
  await compound.advance('P36D');
  await compound.decide('receipts', 'incomplete', receipts);
  await withFile(compound, 'publication', 'publish');
  await compound.handle.result();
}

const ruling = { comment: '示例', form: { instead: '示例' } };

async function appealRuled(appeal: TestCase): Promise<void> {
  await appeal.decide('ruling', 'change', ruling);
  await appeal.handle.result();
}

/** A decision is appealed; what carries it out rests until the ruling. */
async function contested(original: TestCase): Promise<void> {
  await original.advance('P31D');
  const { events } = await original.decide('visit', 'report');
  await appealRuled(await appealed(bench, { original, event: events.from }));
  await until(async () => !(await original.task('seal')).suspended);
  await original.decide('seal', 'approve');
  await original.handle.result();
}

/** A case that began with its team, and tells its campaign of its end. */
async function withTeam(compound: TestCase): Promise<void> {
  for (const seat of seats) await compound.decide(`acceptance#1.${seat}`, 'accept');
  await compound.decide('gazette', 'publish');
  await compound.act('cancel', office('districtPartyCommittee'), { reason: '示例：列入有误' });
  await compound.handle.result();
}

/** A candidate who is blocked, one whose posting is objected to, and one who is appointed. */
async function selectSecretary(compound: TestCase): Promise<void> {
  await compound.decide('acting', 'designate', { form: { cadre: '示例社区干部' } });
  await putForward(compound);
  await compound.decide('jointReview#1.organisationDept', 'clear');
  await compound.decide('jointReview#1.publicSecurity', 'hit', { form: { item: 2 }, comment: '示例' });
  await compound.decide('actingChange', 'designate', { form: { cadre: '示例另一社区干部' } });
  await compound.decide('proposal#2', 'refer', { comment: '示例' });
  await compound.decide('streetProposal', 'propose', { form: candidate }, actor('s', 'streetPartyWorkingCommittee'));
  await compound.decide('dataFile', 'withdraw', { comment: '示例' });
  await putForward(compound, 3);
  await cleared(compound, 2);
  await compound.decide('decision', 'approve');
  await compound.decide('filing', 'file');
  await compound.decide('notice', 'post', { evidence: [await compound.evidence()] });
  await compound.decide('notice#1.objection', 'object', { comment: '示例' });
  await compound.decide('notice#1.settlement-1', 'uphold', { comment: '示例' });
  await compound.advance('P6D');
  await putForward(compound, 4);
  await cleared(compound, 3);
  await postedUntilOver(compound);
  await compound.decide('appointment', 'appoint', { form: { secretary: 'S-01' } });
  await compound.decide('mentor', 'assign', { form: { mentor: '示例导师' } });
  await compound.handle.result();
}

/** A year that was short, with a warning, an exemption, and made up in the next one. */
async function training(secretary: TestCase): Promise<void> {
  const year = Number(secretary.opening.recurring);
  await yearPlanned(secretary, year);
  await secretary.decide('mentoring', 'assign', { form: { mentor: '示例导师' } });
  await secretary.advanceTo(`${year}-03-20T04:00:00Z`);
  await attended(secretary, `${year}-03-18`, 4, 'district');
  await secretary.advanceTo(`${year}-10-08T04:00:00Z`);
  await secretary.decide('septemberCheck', 'warn');
  await secretary.decide('exemption', 'exempt', { form: { halfDays: 2 }, comment: '示例：借调' });
  await secretary.advanceTo(`${year + 1}-01-05T04:00:00Z`);
  await secretary.decide('settlement', 'short');
  await secretary.advanceTo(`${year + 1}-02-10T04:00:00Z`);
  await attended(secretary, `${year + 1}-02-09`, 4);
  await secretary.decide('makeUp', 'madeUp');
  await secretary.handle.result();
}

/** A secretary who said nothing when heard, and is replaced. */
async function exit(secretary: TestCase): Promise<void> {
  await secretary.decide('analysis', 'proposeReplacement', { comment: '示例' });
  await secretary.advance('P20D');
  await secretary.decide('decision', 'replace', { comment: '示例' });
  await secretary.decide('filing', 'file');
  await until(async () => (await secretary.snapshot()).view.stage === 'handover');
  await secretary.decide('handover', 'handOver', { form: handover, evidence: [await secretary.evidence()] });
  await secretary.handle.result();
}

async function incentive(secretary: TestCase): Promise<void> {
  await secretary.decide('nomination', 'nominate', { form: { grounds: '示例事迹' } });
  await secretary.decide('review', 'grant', { form: { place: 1 } });
  await secretary.decide('publication', 'publish');
  await secretary.handle.result();
}

/** A campaign of one compound, from its launch over a month's bulletin to its close. */
async function campaign(): Promise<string> {
  const id = 'K-2026-01';
  const place = 'linyi/lanshan';
  const database = bench.database();
  const { policy, calendar } = await keptFor(place);
  const compound = { compound: 'C-900', name: '示例小区', scope: `${PLACE}/C-900` };
  const now = new Date();
  await registerModels(database).compounds.collection.insertOne({ _id: 'C-900' as never, ...compound } as never);
  const { campaigns, campaignCompounds } = campaignModels(database);
  const draft = { name: '示例整治', place, within: [place], month: '2026-10', status: 'draft', revision: 1 };
  await campaigns.collection.insertOne({
    _id: id as never,
    ...draft,
    compounds: 1,
    createdAt: now,
    updatedAt: now,
  } as never);
  await campaignCompounds.collection.insertOne({
    _id: `${id}|C-900` as never,
    campaign: id,
    ...compound,
    within: [place],
    route: 'initialRanking',
    reason: { zh: '第1名', en: 'rank 1' },
    baselineMonthlyComplaints: 40,
    staffing: nomination,
    case: null,
  } as never);
  const launch = { campaign: id, space: 'rehearsal', policies: { [place]: policy }, calendar, startedBy: coordinator };
  const workflowId = `campaign:${id}`;
  const { taskQueue } = bench.config.temporal;
  const handle = await bench.client.workflow.start('campaign', { taskQueue, workflowId, args: [{ launch }] });
  await until(async () => (await campaigns.findById(id).lean())?.status === 'running');
  await advanceCase(bench.client, workflowId, 'P45D');
  const body = hashOf('cancel');
  const envelope = { key: body, body, actor: office('districtPartyCommittee'), input: { reason: '示例：列入有误' } };
  await bench.client.workflow.getHandle('rectification:C-900:1').executeUpdate('cancel', { args: [envelope] });
  await handle.result();
  return workflowId;
}

async function keptFor(place: string): Promise<{ policy: string; calendar: string }> {
  const shelf = await loadPolicyShelf();
  const policy = shelf.policy(shelf.localityOf(place));
  if (policy === undefined) throw new Error(`there is no policy for ${place}`);
  await keepVersions(bench.database(), policy, shelf.calendar());
  return { policy: policy.version, calendar: shelf.calendar().version };
}

const { History } = proto.temporal.api.history.v1;

function asJson(history: proto.temporal.api.history.v1.IHistory): unknown {
  return History.toObject(History.fromObject(history), { enums: String, longs: String, bytes: String });
}

/** Who recorded a history, and the queue of that process, say nothing and name a machine. */
function withoutMachine(key: string, value: unknown): unknown {
  const ofProcess = key === 'identity' || (key === 'name' && typeof value === 'string' && /^\d+@/.test(value));
  return ofProcess ? 'recorder' : value;
}

async function save(bench: TestBench, name: string, id: string): Promise<void> {
  let runId: string | undefined;
  for (let run = 1; ; run += 1) {
    const history = await bench.client.workflow.getHandle(id, runId).fetchHistory();
    const text = JSON.stringify(asJson(history), withoutMachine);
    await writeFile(`${folder}${name}${runId ? `-${run}` : ''}.json`, `${text}\n`);
    const earlier = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    if (!earlier) return;
    runId = earlier;
  }
}

await mkdir(folder, { recursive: true });
const servers = await startTestServers();
const bench = await TestBench.start(configFor(servers));
await keepShippedPolicies(bench.database());
const trialOpening = buildOpening({ kind: 'trial', input: {} });
trialOpening.policy.parameters.trial = { postingDays: { value: 7, unit: 'calendarDays', source: 'test' } };
const fundPolicy = { 'fund.trackingAuditRequired': true, 'fund.advancePaymentRatio': '0.70' };
const emergencyOpening = buildOpening(
  { kind: 'fundEmergency', input: { number: '2026-09', company: true, committee: true } },
  ['fundEmergency', 'fund'],
);
const balances = [{ account: '1', firstDepositFen: 10_000_000, balanceFen: 2_999_999 }];
const raiseOpening = buildOpening(
  { kind: 'fundRaise', input: { number: '2026-01', committee: true, scope: 'buildings', balances } },
  ['fundRaise', 'fund', 'election', 'vote'],
);
const teamOpening = buildOpening({
  campaign: 'K-2026-00',
  input: { route: 'initialRanking', baselineMonthlyComplaints: 40, team: nomination },
});
const shortTraining = { halfYear: '2026-H1', trainingShort: [2025] };
const recordings: [string, () => Promise<TestCase>, (compound: TestCase) => Promise<void>][] = [
  ['rectification-closed', () => bench.open(), closed],
  ['rectification-loops', () => bench.open(), loops],
  ['rectification-continued', () => bench.open(buildOpening(), 60), closed],
  ['rectification-paper', () => bench.open(buildAt('observation', ago(40))), fromPaper],
  ['rectification-published', () => bench.open(buildAt('observation', ago(0)), 40), published],
  ['rectification-team', () => bench.open(teamOpening), withTeam],
  ['trial', () => bench.open(trialOpening), trial],
  ['selection', () => bench.open(buildSelection('selection:lanshan:2026-05:1'), 40), selection],
  ['appeal', async () => appealed(bench, await reported(bench)), appealRuled],
  ['appealed', () => bench.open(buildTrial('visit')), contested],
  ['fund', () => bench.open(buildFund(fundPolicy), 120), fund],
  ['fundEmergency', () => bench.open(emergencyOpening), fundEmergency],
  ['fundRaise', () => bench.open(raiseOpening), fundRaise],
  ['election', () => bench.open(buildElection(reelection), 120), elected],
  ['election-postponed', () => bench.open(buildElection({}, { locality: 'shinan' }), 120), postponed],
  ['audit', () => bench.open(buildAudit()), audited],
  ['committeeChange', () => bench.open(buildChange({ what: 'members', changedOn: ago(40) })), changed],
  ['directorDebrief', () => bench.open(buildDebrief()), debriefed],
  ['selectSecretary', () => bench.open(buildVacancy()), selectSecretary],
  ['training', () => bench.open(buildTraining(Number(ahead(0).slice(0, 4)) + 1)), training],
  ['exit', () => bench.open(buildExit('bottomTenth', 'C-01')), exit],
  ['incentive', () => bench.open(buildIncentive(2026, 'studio')), incentive],
  ['assess', () => bench.open(buildAssessment()), assess],
  ['assess-adjusted', () => bench.open(buildAssessment('2026-H2')), adjusted],
  ['assess-deducted', () => bench.open(buildAssessment('2026-H1', { input: shortTraining })), adjusted],
  ['star', () => bench.open(buildRating()), star],
  ['improvement', () => bench.open(buildImprovement('2026-07-20')), improvement],
];
const wanted = process.argv.slice(2);
for (const [name, open, drive] of recordings.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
  const compound = await open();
  await drive(compound);
  await compound.timeline();
  await save(bench, name, compound.id);
  process.stdout.write(`${name}\n`);
}
if (wanted.length === 0 || wanted.includes('campaign')) await save(bench, 'campaign', await campaign());
if (wanted.length === 0 || wanted.includes('cycle')) await save(bench, 'cycle', await cycle(bench));
await bench.stop();
await servers.stop();
