import type { AnchoredHead } from '../../models/anchors.ts';
import type { CaseHistory } from './caseHistory.ts';
import { compareTimeline } from './compareTimeline.ts';
import {
  type ExpectedCase,
  type ExpectedEvent,
  expectedCase,
  expectedEvents,
  supersededOf,
  type ToldCase,
} from './expectedCase.ts';
import { type Comparison, type Finding, type Lag, noRepair, type Repair } from './findings.ts';
import { differingMembers } from './sameDocument.ts';
import type { StoredCase } from './storedCase.ts';

export interface ComparedParts {
  case: string;
  /** What Temporal knows; undefined when it knows no such case (any more). */
  history: CaseHistory | undefined;
  stored: StoredCase;
  /** The revision the read model had acknowledged before it was read; a flush may have come since. */
  confirmed: number;
  /** Signed heads of the case, oldest first. */
  anchored: readonly AnchoredHead[];
  /** What the case says of itself, where its histories do not suffice or flushes are under way. */
  told: ToldCase | undefined;
  /** Milliseconds; undefined where the case's time is not ours. */
  now: number | undefined;
  /** Seconds an event may take to arrive before that counts as a difference. */
  patience: number;
}

/** Compares what the read model holds of a case with what the case recorded. */
export function compareCase(parts: ComparedParts): Comparison {
  const repair = noRepair();
  const { history } = parts;
  const findings = history ? compareKnown({ ...parts, history }, repair) : compareGone(parts);
  findings.push(...compareMark(parts, findings, repair));
  return {
    case: parts.case,
    findings,
    repair,
    lag: history ? lagOf({ ...parts, history }) : { events: 0, seconds: 0 },
  };
}

type Known = ComparedParts & { history: CaseHistory };

function compareKnown(parts: Known, repair: Repair): Finding[] {
  const { history, stored, confirmed } = parts;
  const expected = expectedEvents(history.flushes);
  const sent = history.flushes.at(-1)?.record.revision ?? history.before.seq;
  const { epoch } = history.flushes.at(-1)?.record ?? stored.document ?? { epoch: 1 };
  const kept = `Temporal no longer keeps what the case recorded up to event ${history.before.seq}`;
  return [
    ...compareView(parts, repair),
    ...compareTimeline({ epoch, stored, expected, confirmed, sent, before: history.before, hopeless: kept }, repair),
    ...compareAnchors(parts, expected, sent),
    ...compareStatus(parts),
    ...comparePatience(parts),
  ];
}

/** The document, tasks and problems, as of the revision they have to stand at. */
function compareView({ stored, history, confirmed, told }: Known, repair: Repair): Finding[] {
  const { document } = stored;
  if (history.flushes.length === 0 && history.whole) {
    return document ? [{ what: 'tampered', detail: 'a document of a case that has recorded nothing yet' }] : [];
  }
  if (!history.flushes.some((flush) => flush.confirmed) && history.whole && document === null) return [];
  const revisions = new Set(history.flushes.map(({ record }) => record.revision));
  const stands = document && document.revision >= confirmed && revisions.has(document.revision);
  const at = stands ? document.revision : confirmed;
  const expected = expectedCase(history, at, history.whole || told?.view.revision !== at ? undefined : told);
  if (expected === undefined) {
    const what = document === null ? 'missing' : 'unasked';
    const detail = document === null ? 'no document' : 'document and tasks could not be compared';
    const why = told ? 'it has just recorded more: try again' : 'the case itself did not answer: is a worker running?';
    return [{ what, detail, hopeless: `its first runs are no longer kept, and ${why}` }];
  }
  if (document === null) {
    putWhole(expected, repair);
    return [
      {
        what: 'missing',
        detail: `no document, the case stands at event ${at}`,
        repair: 'write document, tasks and problems',
      },
    ];
  }
  if (!history.whole) {
    expected.document.stages = { ...supersededOf(document.stages), ...expected.document.stages };
  }
  const findings: Finding[] = [];
  if (document.revision < confirmed || document.epoch < expected.epoch) {
    findings.push({
      what: 'torn',
      detail: `the document stands at event ${document.revision}, the case at ${at}`,
      repair: 'bring it up to date',
    });
    repair.document = expected.document;
  } else {
    const { clockAt: _, ...members } = expected.document;
    const differing = differingMembers(members, document, 'expectedOnly');
    if (differing.length > 0) {
      findings.push({
        what: 'tampered',
        detail: `the document is not as recorded: ${differing.join(', ')}`,
        repair: 'write the recorded state',
      });
      repair.document = expected.document;
    }
  }
  return [...findings, ...compareTasks(expected, stored, repair), ...compareProblems(expected, stored, repair)];
}

function putWhole(expected: ExpectedCase, repair: Repair): void {
  repair.document = expected.document;
  repair.putTasks.push(...expected.tasks.values());
  repair.putProblems.push(...expected.problems.values());
}

function compareTasks(expected: ExpectedCase, stored: StoredCase, repair: Repair): Finding[] {
  const found = new Map(stored.tasks.map((each) => [each._id, each]));
  const wrong: string[] = [];
  for (const [key, task] of expected.tasks) {
    const there = found.get(key);
    if (there && differingMembers(task, there).length === 0) continue;
    // A task whose first flush is no longer kept is known in part: what is known has to hold.
    if (there && !expected.tasksWhole && differingMembers(task, there, 'expectedOnly').length === 0) continue;
    wrong.push(task.id ?? key);
    repair.putTasks.push(expected.tasksWhole || !there ? task : { ...there, ...task });
  }
  for (const task of stored.tasks) {
    if (expected.tasks.has(task._id) || (!expected.tasksWhole && !task.open)) continue;
    wrong.push(task.id);
    // It is nobody's work: it is closed rather than removed, since somebody may have seen it.
    repair.putTasks.push({ ...task, open: false, closedAt: expected.document.clockAt, ended: { why: 'stageClosed' } });
  }
  if (wrong.length === 0) return [];
  const detail = `${wrong.length === 1 ? 'task' : 'tasks'} ${wrong.sort().join(', ')} not as recorded`;
  return [{ what: 'torn', detail, repair: 'write the recorded tasks' }];
}

function compareProblems(expected: ExpectedCase, stored: StoredCase, repair: Repair): Finding[] {
  const found = new Map(stored.problems.map((each) => [each._id, each]));
  const wrong: string[] = [];
  for (const [key, problem] of expected.problems) {
    const there = found.get(key);
    if (there && differingMembers(problem, there).length === 0) continue;
    wrong.push(problem.id);
    repair.putProblems.push(problem);
  }
  for (const { _id, id } of stored.problems) {
    if (expected.problems.has(_id)) continue;
    wrong.push(id);
    repair.dropProblems.push(_id);
  }
  if (wrong.length === 0) return [];
  const detail = `${wrong.length === 1 ? 'problem' : 'problems'} ${wrong.sort().join(', ')} not as recorded`;
  return [{ what: 'torn', detail, repair: 'write the recorded problems' }];
}

/** Signed heads against the records, or, older than these, against the timeline. */
function compareAnchors(
  { anchored, stored, history, told }: Known,
  expected: ReadonlyMap<number, ExpectedEvent>,
  sent: number,
): Finding[] {
  const known = Math.max(sent, told?.view.head.seq ?? 0);
  return anchored.flatMap(({ epoch, seq, hash, file }): Finding[] => {
    if (seq > known) {
      const detail = `anchored up to event ${seq} (${file}), the workflow knows ${known}`;
      return [{ what: 'lost', detail, hopeless: 'Temporal stands before the anchor: was an older backup restored?' }];
    }
    const recorded = expected.get(seq)?.event.event;
    const there = recorded ?? (seq <= history.before.seq ? eventAt(stored, epoch, seq) : undefined);
    if (there === undefined || there.hash === hash) return [];
    const detail = `the anchor ${file} holds another event ${seq}`;
    return [
      {
        what: 'tampered',
        detail,
        hopeless: recorded ? 'workflow and anchor contradict each other' : 'its record is no longer kept',
      },
    ];
  });
}

/** Where the read model says that the case goes on, something has to carry it on. */
function compareStatus({ stored: { document }, history }: Known): Finding[] {
  if (history.status === 'running' || document === null || isEnded(document.status)) return [];
  if (history.status === 'completed') return [];
  const detail = `open in its document, and its workflow is ${history.statusName}`;
  return [{ what: 'lost', detail, hopeless: 'nothing carries it on; see Temporal for who ended it' }];
}

function comparePatience(parts: Known): Finding[] {
  const { seconds, events } = lagOf(parts);
  if (seconds === null || events === 0 || seconds <= parts.patience) return [];
  const detail = `${events} events have been waiting for ${seconds} s`;
  return [
    { what: 'late', detail, hopeless: 'Temporal delivers them by itself: look why the flush does not get through' },
  ];
}

/** Nobody but the anchors and the chain can tell. */
function compareGone({ stored, anchored }: ComparedParts): Finding[] {
  const { document, timeline } = stored;
  const hopeless = 'Temporal no longer keeps its history';
  const findings: Finding[] = [];
  const last = anchored.at(-1);
  if (document === null && timeline.length === 0 && last === undefined) {
    const detail = 'neither Temporal nor MongoDB nor an anchor knows a case of this id';
    return [{ what: 'missing', detail, hopeless: 'there is nothing to write: check the id' }];
  }
  if (document && !isEnded(document.status)) {
    const detail = 'open in its document, and Temporal knows no such case';
    findings.push({
      what: 'lost',
      detail,
      hopeless: 'nothing carries it on: was an older backup of Temporal restored?',
    });
  }
  if (document === null) {
    const detail = last ? `no document, though anchored (${last.file})` : 'a timeline without a document';
    findings.push({ what: 'missing', detail, hopeless });
  }
  const newest = Math.max(0, ...timeline.flatMap(({ seq, supersededBy }) => (supersededBy === undefined ? [seq] : [])));
  const head = document?.head ?? (last && last.seq >= newest ? last : { seq: newest, hash: undefined });
  const before = { seq: head.seq, hash: head.hash };
  const scene = { epoch: document?.epoch ?? 1, stored, expected: new Map(), confirmed: before.seq, sent: before.seq };
  const own = noRepair();
  findings.push(...compareTimeline({ ...scene, before, hopeless }, own).map((each) => asHopeless(each, hopeless)));
  for (const { epoch, seq, hash, file } of anchored) {
    const there = eventAt(stored, epoch, seq);
    if (there?.hash === hash) continue;
    const detail = there
      ? `the anchor ${file} holds another event ${seq}`
      : `the anchor ${file} holds event ${seq}, which is not there`;
    const cut = !there && seq > newest;
    if (cut && document && seq <= document.head.seq) continue;
    findings.push({ what: cut ? 'cutOff' : 'tampered', detail, hopeless });
  }
  return findings;
}

/** Of a case that nobody remembers nothing is removed: the document may be what is wrong. */
function asHopeless({ repair: _, ...finding }: Finding, hopeless: string): Finding {
  return { hopeless, ...finding };
}

function eventAt({ timeline }: StoredCase, epoch: number, seq: number) {
  return timeline.find((each) => each.epoch === epoch && each.seq === seq)?.event;
}

/** A mark stays while something is wrong that cannot be repaired. */
function compareMark(
  { stored: { document }, history }: ComparedParts,
  others: readonly Finding[],
  repair: Repair,
): Finding[] {
  if (document?.diverged === undefined) return [];
  const { seq } = document.diverged;
  const detail = `marked as diverged at event ${seq}`;
  const stays = others.find(({ hopeless }) => hopeless !== undefined)?.hopeless;
  if (history === undefined || stays !== undefined) {
    return [{ what: 'diverged', detail, hopeless: stays ?? 'Temporal no longer keeps its history' }];
  }
  repair.clearMark = true;
  return [{ what: 'diverged', detail, repair: 'take the mark away, once the timeline is as recorded' }];
}

function lagOf({ history, stored, confirmed, told, now }: Known): Lag {
  const stands = Math.max(confirmed, stored.document?.revision ?? 0);
  const sent = history.flushes.at(-1)?.record.revision ?? 0;
  const events = Math.max(0, Math.max(sent, told?.view.head.seq ?? 0) - stands);
  if (events === 0) return { events, seconds: 0 };
  const waiting = history.flushes.find(({ record }) => record.revision > stands);
  const since = waiting?.record.events.find(({ event }) => event.seq > stands)?.event.at;
  if (now === undefined || since === undefined) return { events, seconds: null };
  return { events, seconds: Math.max(0, Math.round((now - Date.parse(since)) / 1000)) };
}

function isEnded(status: string): boolean {
  return status === 'completed' || status === 'cancelled';
}
