/** Histories about owners' committees: an election with its ways back, an audit, a director's debrief. */
import { randomUUID } from 'node:crypto';
import type { CaseOpening } from '../../domain/case/opening.ts';
import type { Json } from '../../domain/text.ts';
import { buildOpening, PLACE, type TestCase } from './cases.ts';
import {
  announced,
  candidates,
  checked,
  confirmed,
  grouped,
  handedIn,
  listed,
  majorities,
  nominated,
  prepared,
  surveyed,
  voted,
} from './election.ts';

/** What starts a re-election whose committee was audited before. */
export const reelection = {
  route: 'reelection',
  origin: 'termEnd',
  previousCommittee: 'OC-1',
  termEnds: '2029-06-30',
  previousAudit: 'closed',
};

const withFile = async (given: TestCase, stage: string, decision: string) =>
  await given.decide(stage, decision, { evidence: [await given.evidence()] });

/** A re-election: a barred candidate, a by-election, a vote without a quorum, a refused handover; filed late. */
export async function elected(election: TestCase): Promise<void> {
  await surveyed(election);
  await grouped(election);
  await listed(election, 5, candidates(6));
  await checked(election, 'street', [{ candidate: 'K6', bar: 'arrears' }]);
  await checked(election, 'housing');
  await checked(election, 'urbanManagement');
  await withFile(election, 'rejection', 'post');
  await election.advance('P6D');
  await election.decide('candidateApproval', 'pass');
  await voted(election, 'reelection#1', majorities(4, 5));
  await nominated(election, 5, candidates(2, 0, 7));
  await voted(election, 'repeatElection#1', majorities(1, 2, 7), 600);
  await election.decide('repeatElection#1.extension', 'giveUp', { comment: '示例' });
  await election.decide('nextStep', 'renotice');
  await voted(election, 'repeatElection#2', majorities(1, 2, 7));
  await confirmed(election);
  await announced(election);
  await election.advance('P40D');
  await handedIn(election);
  await election.decide('filingCheck', 'acceptLate', { comment: '示例' });
  await election.decide('lateExplanation', 'explain', { comment: '示例' });
  await election.decide('certificate', 'issue');
  await election.decide('handover', 'refuse', { comment: '示例' });
  await withFile(election, 'handoverUrge', 'complete');
  await election.decide('training', 'complete');
  await election.handle.result();
}

/** A first meeting that is put off with the street's approval, and fails for want of a quorum. */
export async function postponed(election: TestCase): Promise<void> {
  await prepared(election);
  await election.decide('firstElection#1.postponement', 'approve', { comment: '示例' });
  await election.advance('P40D');
  await voted(election, 'firstElection#1', majorities(5, 7), 600);
  await election.decide('firstElection#1.extension', 'giveUp', { comment: '示例' });
  await election.decide('nextStep', 'fail', { comment: '示例' });
  await election.handle.result();
}

const subject = { type: 'committee' as const, id: 'OC-1', name: '示例小区业委会', scope: PLACE };

export const buildAudit = (): CaseOpening =>
  buildOpening({ kind: 'audit', id: 'audit:OC-1:2026:1', subject, input: { year: '2026', reason: 'campaign' } }, [
    'audit',
  ]);

/** Refused documents, a reply that does not come, problems put right at the second attempt. */
export async function audited(audit: TestCase): Promise<void> {
  const form = { summary: '示例', findings: [{ category: 'other', title: '示例', fen: 100 }] };
  await audit.decide('engagement', 'engage', { form: { auditor: '示例会计师事务所' } });
  await audit.decide('documents#1.committee', 'refuse', { comment: '示例' });
  await withFile(audit, 'order', 'order');
  await withFile(audit, 'documents#2.committee', 'provide');
  await audit.decide('draft', 'submit', { form });
  await audit.advance('P10D');
  await audit.decide('report', 'reportProblems', { form });
  await withFile(audit, 'reportPosting', 'post');
  await audit.advance('P8D');
  await withFile(audit, 'correction#1.P1', 'complete');
  await audit.decide('correction#1.P1-verify', 'fail', { comment: '示例' });
  await withFile(audit, 'correction#1.P1', 'complete');
  await audit.decide('correction#1.P1-verify', 'pass');
  await audit.decide('conclusion', 'close');
  await audit.handle.result();
}

export const buildDebrief = (): CaseOpening =>
  buildOpening(
    { kind: 'directorDebrief', id: 'directorDebrief:OC-1:2026-Q4:1', subject, input: { quarter: '2026-Q4' } },
    ['audit'],
  );

export async function debriefed(debrief: TestCase): Promise<void> {
  await withFile(debrief, 'statement', 'submit');
  await debrief.decide('rating#1.branch', 'score', { form: { score: 70 } });
  await debrief.decide('rating#1.owners', 'score', { form: { score: 80 } });
  await debrief.decide('publication', 'pass');
  await debrief.handle.result();
}

/** A change of what was filed, of a committee in Linyi unless a locality is given. */
export function buildChange(input: Record<string, Json>, locality = 'linyi'): CaseOpening {
  const id = `OC-${randomUUID().slice(0, 8)}`;
  const about = { id: `committeeChange:${id}:1`, subject: { ...subject, id } };
  return buildOpening({ kind: 'committeeChange', input, locality, ...about }, ['election']);
}

/** Papers that are returned by street and bureau, filed late. */
export async function changed(change: TestCase): Promise<void> {
  const file = async () => {
    const form = { members: { elected: 5, left: 4 } };
    await change.decide('report', 'file', { form, evidence: [await change.evidence()] });
  };
  await file();
  await change.decide('check', 'return', { comment: '示例' });
  await change.advance('P40D');
  await file();
  await change.decide('check', 'acceptLate', { comment: '示例' });
  await change.decide('lateExplanation', 'explain', { comment: '示例' });
  await change.decide('bureau', 'return', { comment: '示例' });
  await file();
  await change.decide('check', 'acceptLate', { comment: '示例' });
  await change.decide('lateExplanation', 'explain', { comment: '示例' });
  await change.decide('bureau', 'enter');
  await change.handle.result();
}
