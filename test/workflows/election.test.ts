import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../domain/calendar/calendar.ts';
import type { ElectionFacts } from '../../domain/election/facts.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { actor, refusal, TestBench, type TestCase } from '../support/cases.ts';
import {
  announced,
  candidates,
  checked,
  chosen,
  confirmed,
  figures,
  group,
  grouped,
  handedIn,
  held,
  listed,
  majorities,
  nominated,
  openElection,
  posted,
  prepared,
  surveyed,
  voted,
} from '../support/election.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

const open = (...given: Parameters<typeof openElection> extends [TestBench, ...infer Rest] ? Rest : never) =>
  openElection(bench, ...given);
const factsOf = async (election: TestCase): Promise<ElectionFacts> =>
  (await election.snapshot()).view.facts as unknown as ElectionFacts;
const openTasks = async (election: TestCase): Promise<string[]> =>
  (await election.snapshot()).tasks.map(({ id }) => id);

describe('an election of an owners’ committee', () => {
  it('passes its five gates, is filed and certified', async () => {
    const election = await open();
    await chosen(election);
    await announced(election);
    await handedIn(election);
    await election.decide('filingCheck', 'accept');
    await election.decide('certificate', 'issue');
    await election.decide('training', 'complete');
    await expect(election.handle.result()).resolves.toEqual({ outcome: 'filed' });
    const facts = await factsOf(election);
    expect(facts.elected.map(({ id }) => id)).toEqual(['K1', 'K2', 'K3', 'K4', 'K5']);
    expect(facts).toMatchObject({
      officers: { chair: 'K1', deputies: ['K2'] },
      meeting: { kept: 'inTime' },
      partyShareBelowTarget: false,
      filedLate: false,
    });
    const timeline = await election.timeline();
    expect(verifyChain(timeline)).toEqual([]);
    // Names are in forms alone, and the forms of a count hold none.
    expect(JSON.stringify(timeline.map(({ data }) => data))).not.toContain('示例');
  });

  it('scenario 12: one of nine is barred, seven are elected of whom three are party members: valid, with a warning', async () => {
    const election = await open();
    await surveyed(election);
    await grouped(election);
    await listed(election, 7, [...candidates(3, 3), ...candidates(6, 0, 4)]);
    await checked(election, 'street');
    await checked(election, 'housing');
    await checked(election, 'urbanManagement', [{ candidate: 'K9', bar: 'illegalStructure' }]);
    await election.decide('rejection', 'post', { evidence: [await election.evidence()] });
    await election.advance('P6D');
    await election.decide('candidateApproval', 'pass');
    expect((await election.snapshot()).view.stages['firstElection#1']?.detail?.['items']).toHaveLength(8);
    await voted(election, 'firstElection#1', majorities(7, 8));
    expect(await factsOf(election)).toMatchObject({ partyShareBelowTarget: true, turnedAway: ['K9'] });
    await confirmed(election, 7);
    expect(await openTasks(election)).toEqual(['officersPosting#1']);
  });
});

describe('gate one', () => {
  it('is not passed before owners may convene, and the survey is made again', async () => {
    const election = await open();
    const early = { ...figures, deliveredArea: 4_999_999, movedInHeads: 499 };
    await election.decide('survey', 'report', { form: early });
    await expect(refusal(election.decide('readiness', 'ready'))).resolves.toMatchObject({ code: 'not-ready' });
    await election.decide('readiness', 'notReady', { comment: '示例：入住不足' });
    await surveyed(election);
    expect(await openTasks(election)).toEqual(['group#1']);
  });

  it('asks for enough owners where owners apply, in Qingdao a twentieth', async () => {
    const election = await open({ origin: 'owners' }, { locality: 'shinan' });
    const few = { ...figures, applicants: { heads: 49, area: 499_999 } };
    await election.decide('survey', 'report', { form: few });
    await expect(refusal(election.decide('readiness', 'ready'))).resolves.toMatchObject({ code: 'not-ready' });
    await election.decide('readiness', 'notReady', { comment: '示例' });
    await surveyed(election, { ...figures, applicants: { heads: 50, area: 0 } });
  });

  it('lets no case of too few members begin while half of them are left', async () => {
    const election = await open({
      route: 'reelection',
      origin: 'membersBelowHalf',
      previousCommittee: 'OC-1',
      termEnds: '2028-01-01',
      previousAudit: 'closed',
    });
    await election.decide('survey', 'report', { form: { ...figures, members: { left: 4, elected: 7 } } });
    await expect(refusal(election.decide('readiness', 'ready'))).resolves.toMatchObject({ code: 'not-ready' });
    await election.decide('readiness', 'notReady', { comment: '示例' });
    await surveyed(election, { ...figures, members: { left: 3, elected: 7 } });
  });

  it('is signed by another person than the one who made the survey', async () => {
    const election = await open();
    const both = actor('both', 'communityPartyOrg');
    both.posts.push({ office: 'streetOffice', scope: 'linyi/lanshan' });
    await election.decide('survey', 'report', { form: figures }, both);
    await expect(refusal(election.decide('readiness', 'ready', {}, both))).resolves.toMatchObject({
      code: 'four-eyes',
    });
  });
});

describe('gate two', () => {
  it('refuses a group that is not composed as the law asks', async () => {
    const election = await open();
    await surveyed(election);
    const refusedFor = async (form: typeof group) =>
      (await refusal(election.decide('group', 'form', { form }))).pointers;
    await expect(refusedFor({ ...group, community: 2 })).resolves.toEqual(['/form']);
    // Only Qingdao has re-election groups, and only for a re-election.
    await expect(refusedFor({ ...group, kind: 'reelectionGroup' })).resolves.toEqual(['/form/kind']);
  });

  it('is composed anew when an objection is upheld', async () => {
    const election = await open();
    await surveyed(election);
    await election.decide('group', 'form', { form: group });
    await election.decide('groupPosting', 'post', { evidence: [await election.evidence()] });
    await election.decide('groupPosting#1.objection', 'object', { comment: '示例：非业主' });
    await election.decide('groupPosting#1.settlement-1', 'uphold', { comment: '示例' });
    await election.advance('P6D');
    await expect(refusal(election.decide('groupApproval', 'pass'))).resolves.toMatchObject({ code: 'not-ready' });
    await election.decide('groupApproval', 'recompose', { comment: '示例' });
    expect(await openTasks(election)).toEqual(['group#2']);
  });
});

describe('gates three and four', () => {
  it('refuse seats and candidates that the law does not allow', async () => {
    const election = await open();
    await surveyed(election);
    await grouped(election);
    const refusedFor = async (seats: number, standing: number) => {
      const form = { seats, candidates: candidates(standing) };
      return (await refusal(election.decide('nomination', 'nominate', { form }))).pointers;
    };
    await expect(refusedFor(6, 7)).resolves.toEqual(['/form/seats']);
    await expect(refusedFor(7, 6)).resolves.toEqual(['/form/candidates']);
    await expect(refusedFor(13, 13)).resolves.toEqual(['/form/seats']);
    const form = { seats: 13, rulesMaximum: 13, candidates: candidates(13) };
    await election.decide('nomination', 'nominate', { form });
  });

  it('nominate others when too few are left, and check those who remain anew', async () => {
    const election = await open();
    await surveyed(election);
    await grouped(election);
    await listed(election, 5, candidates(5));
    const refused = await refusal(checked(election, 'street', [{ candidate: 'K8', bar: 'arrears' }]));
    expect(refused).toMatchObject({ pointers: ['/form/bars/0/candidate'] });
    await checked(election, 'street', [{ candidate: 'K5', bar: 'arrears' }]);
    await checked(election, 'housing');
    await checked(election, 'urbanManagement');
    await election.decide('rejection', 'post', { evidence: [await election.evidence()] });
    await election.advance('P6D');
    await expect(refusal(election.decide('candidateApproval', 'pass'))).resolves.toMatchObject({ code: 'not-ready' });
    await election.decide('candidateApproval', 'replace', { comment: '示例' });
    const again = { form: { seats: 5, candidates: candidates(1, 0, 4) } };
    await expect(refusal(election.decide('nomination', 'nominate', again))).resolves.toMatchObject({
      pointers: ['/form/candidates/0/id'],
    });
    await nominated(election, 5, candidates(1, 0, 6));
    expect((await factsOf(election)).candidates.map(({ id }) => id)).toEqual(['K1', 'K2', 'K3', 'K4', 'K6']);
  });

  it('ask the one who barred again when the appeal is upheld', async () => {
    const election = await open();
    await surveyed(election);
    await grouped(election);
    await listed(election, 5, candidates(5));
    await checked(election, 'street', [{ candidate: 'K5', bar: 'arrears' }]);
    await checked(election, 'housing');
    await checked(election, 'urbanManagement');
    await election.decide('rejection', 'post', { evidence: [await election.evidence()] });
    await election.decide('rejection#1.objection', 'object', { comment: '示例：已缴清' });
    await election.decide('rejection#1.settlement-1', 'uphold', { comment: '示例' });
    await election.advance('P6D');
    expect(await openTasks(election)).toEqual(['candidateReview#2.street']);
    await election.decide('candidateReview#2.street', 'clear');
    await election.decide('candidateApproval', 'pass');
    expect(await factsOf(election)).toMatchObject({ bars: {}, turnedAway: [] });
  });

  it('go back to the nomination when its list is returned', async () => {
    const election = await open();
    await surveyed(election);
    await grouped(election);
    await election.decide('nomination', 'nominate', { form: { seats: 5, candidates: candidates(5) } });
    await election.decide('nominationApproval', 'return', { comment: '示例' });
    await nominated(election, 5, candidates(6));
    expect((await factsOf(election)).candidates).toHaveLength(6);
  });
});

describe('gate five', () => {
  it('refuses a notice with fourteen clear days', async () => {
    const election = await open();
    await prepared(election);
    const on = addDays(await election.today(), 15);
    const evidence = [await election.evidence()];
    const form = { roll: 'roll-1', votingFrom: on, votingUntil: on, method: 'meeting' };
    const refused = await refusal(election.decide('firstElection', 'give', { form, evidence }));
    expect(refused).toMatchObject({ pointers: ['/form/votingFrom'] });
  });

  it('says that a first meeting comes too late, and counts it all the same', async () => {
    const election = await open();
    await prepared(election);
    await election.advance('P80D');
    await voted(election, 'firstElection#1', majorities(5, 7));
    expect(await factsOf(election)).toMatchObject({ meeting: { kept: 'late' } });
    expect(await openTasks(election)).toEqual(['resultPosting#1', 'session#1']);
  });

  it('in Qingdao may hold the first meeting thirty days later, once the street has approved that', async () => {
    const inQingdao = async () => {
      const election = await open({}, { locality: 'shinan' });
      await prepared(election);
      expect(await openTasks(election)).toEqual(['firstElection#1', 'firstElection#1.postponement']);
      return election;
    };
    const formedOn = async (election: TestCase) => (await factsOf(election)).groupFormedOn ?? '';
    const approve = (election: TestCase) =>
      election.decide('firstElection#1.postponement', 'approve', { comment: '示例：候选人不足' });

    const approved = await inQingdao();
    await expect(refusal(approved.decide('firstElection#1.postponement', 'approve'))).resolves.toMatchObject({
      code: 'comment-required',
    });
    expect((await approved.task('firstElection#1')).deadline).toMatchObject({ term: { n: 60 }, extensions: [] });
    await approve(approved);
    expect(await openTasks(approved)).toEqual(['firstElection#1']);
    expect((await approved.task('firstElection#1')).deadline).toMatchObject({ extensions: [{ term: { n: 30 } }] });
    await approved.advanceTo(`${addDays(await formedOn(approved), 65)}T10:00:00+08:00`);
    await voted(approved, 'firstElection#1', majorities(5, 7));
    expect(await factsOf(approved)).toMatchObject({ meetingExtended: true, meeting: { kept: 'extended' } });
    const told = (await approved.timeline()).find(({ type }) => type === 'extended');
    expect(told).toMatchObject({ stage: 'firstElection#1', data: { term: { n: 30, unit: 'calendarDays' } } });

    const unasked = await inQingdao();
    await unasked.advanceTo(`${addDays(await formedOn(unasked), 65)}T10:00:00+08:00`);
    await voted(unasked, 'firstElection#1', majorities(5, 7));
    expect(await factsOf(unasked)).toMatchObject({ meetingExtended: false, meeting: { kept: 'late' } });
    expect(await openTasks(unasked)).toEqual(['resultPosting#1', 'session#1']);

    const late = await inQingdao();
    // The last day may be a rest day and roll over holidays; ten days on it has passed in any case.
    await late.advanceTo(`${addDays(await formedOn(late), 104)}T10:00:00+08:00`);
    await expect(refusal(approve(late))).resolves.toMatchObject({ code: 'extension-refused' });
  });

  it('holds a by-election when too few or an even number are elected', async () => {
    const election = await open();
    await prepared(election);
    await voted(election, 'firstElection#1', majorities(4, 7));
    expect((await factsOf(election)).elected).toHaveLength(4);
    const other = await refusal(
      election.decide('nomination', 'nominate', { form: { seats: 7, candidates: candidates(3, 0, 8) } }),
    );
    expect(other).toMatchObject({ pointers: ['/form/seats'] });
    await nominated(election, 5, candidates(2, 0, 8));
    await voted(election, 'repeatElection#1', majorities(2, 2, 8));
    expect((await factsOf(election)).elected.map(({ id }) => id)).toEqual(['K1', 'K2', 'K3', 'K4', 'K8']);
    expect(await openTasks(election)).toEqual(['resultPosting#1', 'session#1']);
  });

  it('extends a vote without a quorum once, and then needs another notice', async () => {
    const election = await open();
    await prepared(election);
    await voted(election, 'firstElection#1', majorities(5, 7), 666);
    const until = addDays(await election.today(), 30);
    await election.decide('firstElection#1.extension', 'extend', { form: { votingUntil: until } });
    await election.advance('P30D');
    const count = { ...(await countOf(election)) };
    await election.decide('firstElection#1.countAfterExtension', 'count', { form: count });
    await election.decide('nextStep', 'renotice');
    await voted(election, 'repeatElection#1', majorities(5, 7));
    await confirmed(election);
  });

  it('is void when the street orders so, and begins with another group if it says so', async () => {
    const election = await open();
    await prepared(election);
    await voted(election, 'firstElection#1', majorities(5, 7));
    await posted(election);
    await held(election);
    await election.decide('resultPosting#1.objection', 'object', { comment: '示例：代投' });
    await election.decide('resultPosting#1.settlement-1', 'uphold', { comment: '示例' });
    await election.advance('P4D');
    await expect(refusal(election.decide('resultApproval', 'confirm'))).resolves.toMatchObject({ code: 'not-ready' });
    await election.decide('resultApproval', 'void', { comment: '示例：责令改正' });
    expect(await factsOf(election)).toMatchObject({ elected: [], electedOn: null, officers: null });
    await election.decide('nextStep', 'regroup');
    await grouped(election);
    await nominated(election, 5, candidates(5));
    await voted(election, 'repeatElection#1', majorities(5));
    await confirmed(election);
  });

  it('leaves the compound to the residents’ committee, or fails', async () => {
    const custodian = await open();
    await prepared(custodian);
    await voted(custodian, 'firstElection#1', majorities(5, 7), 600);
    await custodian.decide('firstElection#1.extension', 'giveUp', { comment: '示例' });
    await custodian.decide('nextStep', 'custodian', { comment: '示例' });
    await custodian.decide('custody', 'takeOver');
    await expect(custodian.handle.result()).resolves.toEqual({ outcome: 'custodian' });

    const failed = await open();
    await prepared(failed);
    await voted(failed, 'firstElection#1', majorities(5, 7), 600);
    await failed.decide('firstElection#1.extension', 'giveUp', { comment: '示例' });
    await failed.decide('nextStep', 'fail', { comment: '示例' });
    await expect(failed.handle.result()).resolves.toEqual({ outcome: 'failed' });
  });
});

describe('what follows an election', () => {
  it('is a session with its quorum: two thirds in Shandong, more than half in Qingdao', async () => {
    const linyi = await open();
    await prepared(linyi);
    await voted(linyi, 'firstElection#1', majorities(5, 7));
    expect((await linyi.task('session')).deadline).toMatchObject({ startOn: await linyi.today(), term: { n: 7 } });
    const form = { present: 3, agreed: 3, chair: 'K1', deputies: [] };
    await expect(refusal(linyi.decide('session', 'hold', { form }))).resolves.toMatchObject({
      pointers: ['/form/present'],
    });
    const odd = { present: 4, agreed: 2, chair: 'K6', deputies: ['K1'] };
    await expect(refusal(linyi.decide('session', 'hold', { form: odd }))).resolves.toMatchObject({
      pointers: ['/form/agreed', '/form/chair'],
    });
    await held(linyi, 4, 3);

    const shinan = await open({}, { locality: 'shinan' });
    await prepared(shinan);
    await voted(shinan, 'firstElection#1', majorities(5, 7));
    await confirmed(shinan, 3);
    await announced(shinan);
    await handedIn(shinan);
    await shinan.decide('filingCheck', 'accept');
    expect(await openTasks(shinan)).toEqual(['housingNotice#1']);
    await shinan.decide('housingNotice', 'inform');
    await shinan.decide('training', 'complete');
    await expect(shinan.handle.result()).resolves.toEqual({ outcome: 'filed' });
  });

  it('counts the filing from the election; a late one is known to the superior, and accepted with the order to explain', async () => {
    const election = await open();
    await chosen(election);
    await announced(election);
    const { electedOn } = await factsOf(election);
    expect((await election.task('filing')).deadline).toMatchObject({ startOn: electedOn, term: { n: 30 } });
    await election.advance('P40D');
    await handedIn(election);
    expect((await election.timeline()).map(({ data }) => data['rung'])).toContain('red');
    await expect(refusal(election.decide('filingCheck', 'accept'))).resolves.toMatchObject({ code: 'not-ready' });
    await election.decide('filingCheck', 'acceptLate', { comment: '示例：说明原因' });
    await election.decide('lateExplanation', 'explain', { comment: '示例' });
    expect(await openTasks(election)).toEqual(['certificate#1']);
  });

  it('takes papers that come back at the day they first came, and refuses a term beyond five years', async () => {
    const election = await open();
    await chosen(election);
    await announced(election);
    const evidence = [await election.evidence()];
    const form = { termBegins: await election.today(), termYears: 6 };
    await expect(refusal(election.decide('filing', 'file', { form, evidence }))).resolves.toMatchObject({
      pointers: ['/form/termYears'],
    });
    await handedIn(election);
    await expect(refusal(election.decide('filingCheck', 'acceptLate', { comment: '示例' }))).resolves.toMatchObject({
      code: 'not-ready',
    });
    await election.decide('filingCheck', 'return', { comment: '示例：缺名册' });
    await election.advance('P40D');
    await handedIn(election);
    await election.decide('filingCheck', 'accept');
    await election.decide('certificate', 'return', { comment: '示例' });
    expect(await openTasks(election)).toEqual(['filing#3']);
  });
});

const termEnds = '2029-06-30';
const reelection = {
  route: 'reelection',
  origin: 'termEnd',
  previousCommittee: 'OC-9',
  termEnds,
  previousAudit: 'closed',
};

describe('a re-election', () => {
  it('is due before the term ends, and is over when the committee before has handed over or is sued', async () => {
    const election = await open(reelection);
    await prepared(election);
    expect((await election.task('reelection')).deadline).toMatchObject({
      startOn: termEnds,
      direction: 'before',
      roll: 'backward',
      term: { n: 90 },
    });
    await voted(election, 'reelection#1', majorities(5, 7));
    await confirmed(election);
    expect((await election.task('handover')).deadline).toMatchObject({ startOn: termEnds });
    await announced(election);
    await handedIn(election);
    await election.decide('filingCheck', 'accept');
    await election.decide('certificate', 'issue');
    await expect(refusal(election.decide('training', 'complete'))).resolves.toMatchObject({ code: 'not-ready' });
    await election.decide('handover', 'refuse', { comment: '示例' });
    await election.decide('handoverUrge', 'refuse', { comment: '示例' });
    await election.decide('handoverMeeting', 'refuse', { comment: '示例' });
    await election.decide('handoverSuit', 'sue', { evidence: [await election.evidence()] });
    await election.decide('training', 'complete');
    await expect(election.handle.result()).resolves.toEqual({ outcome: 'filed' });
  });

  it('may give way to an extension by the owners, in Qingdao alone', async () => {
    const linyi = await open(reelection);
    await linyi.decide('survey', 'report', { form: figures });
    const years = { form: { years: 2 } };
    await expect(refusal(linyi.decide('readiness', 'proposeExtension', years))).resolves.toMatchObject({
      code: 'not-ready',
    });

    const shinan = await open(reelection, { locality: 'shinan' });
    await shinan.decide('survey', 'report', { form: figures });
    await expect(
      refusal(shinan.decide('readiness', 'proposeExtension', { form: { years: 6 } })),
    ).resolves.toMatchObject({ pointers: ['/form/years'] });
    await shinan.decide('readiness', 'proposeExtension', years);
    await voted(shinan, 'extensionVote#1', { extension: 500 });
    await expect(shinan.handle.result()).resolves.toEqual({ outcome: 'extended' });

    const rejected = await open(reelection, { locality: 'shinan' });
    await rejected.decide('survey', 'report', { form: figures });
    await rejected.decide('readiness', 'proposeExtension', years);
    await voted(rejected, 'extensionVote#1', { extension: 400 });
    await rejected.decide('group', 'form', { form: { ...group, kind: 'reelectionGroup' } });
  });
});

async function countOf(election: TestCase): Promise<Record<string, never>> {
  const { detail } = (await election.snapshot()).view.stages['firstElection#1'] ?? {};
  return detail?.['count'] as Record<string, never>;
}
