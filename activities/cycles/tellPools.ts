import { Context } from '@temporalio/activity';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { parseCaseId } from '../../domain/case/opening.ts';
import { grouped } from '../../domain/grouped.ts';
import { reaches } from '../../domain/policy/ratio.ts';
import { caseParameters } from '../../domain/policy/resolvePolicy.ts';
import type { CycleCase, CycleTelling } from '../../domain/procedures/cycle.ts';
import { wordOf } from '../../domain/procedures/parameters.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import type { CycleItemDocument, CyclePoolDocument } from '../../models/cycles.ts';
import { tellCase } from '../tellCase.ts';
import { type CycleScene, policies } from './scene.ts';

/** A case that does not answer is asked again the next time. */
const patienceMilliseconds = 20_000;
/** Cases told in one activity. */
const batch = 50;

type Found = Pick<CaseDocument, '_id' | 'subject' | 'status' | 'outcome' | 'stage' | 'stages' | 'facts'>;
const shown = { subject: 1, status: 1, outcome: 1, stage: 1, stages: 1, facts: 1 } as const;

interface Pool {
  pool: string;
  items: CycleItemDocument[];
  /** The cases of the items that the read model has, by id. */
  cases: Map<string, Found>;
}

/**
 * Compares the pools that have become complete, and tells each case that waits what came of it. A case that comes later, or
 * whose facts were corrected, is compared with the others as they stood; nobody else is told anything new.
 *
 * @returns `more` when more cases wait to be told; `silent` when one did not take it now
 */
export async function tellPools(scene: CycleScene): Promise<'done' | 'more' | 'silent'> {
  const { told } = scene.declared;
  if (told === undefined) return 'done';
  let left = batch;
  let silent = false;
  for (const pool of await poolsOf(scene)) {
    const compared = await comparedPool(scene, told, pool);
    if (compared === undefined) continue;
    const waiting = waitingIn(pool, told);
    if (waiting.length === 0) continue;
    const parameters = await parametersOf(scene, pool.pool);
    const earlier = await earlierOf(
      scene,
      pool.items.map(({ subject }) => subject),
    );
    const knowing = { key: scene.cycle.key, parameters, earlier: (subject: string) => earlier.get(subject) ?? {} };
    for (const one of waiting) {
      if (left-- === 0) return 'more';
      Context.current().heartbeat();
      if (!(await tell(scene, { told, knowing, compared }, one))) silent = true;
    }
  }
  return silent ? 'silent' : 'done';
}

async function poolsOf({ cycles, cases, cycle }: CycleScene): Promise<Pool[]> {
  const items = await cycles.items.find({ cycle: cycle._id }).lean();
  const ids = items.flatMap((item) => item.case ?? []);
  const found = await cases.cases.find({ _id: { $in: ids } }, shown).lean<Found[]>();
  const byId = new Map(found.map((one) => [one._id, one]));
  return [...grouped(items, ({ pool }) => pool)].map(([pool, own]) => ({
    pool,
    items: own,
    cases: new Map(own.flatMap((item) => pairOf(byId, item.case))),
  }));
}

function pairOf(byId: ReadonlyMap<string, Found>, id: string | null): [string, Found][] {
  const one = id === null ? undefined : byId.get(id);
  return one ? [[one._id, one]] : [];
}

/** The pool as it was compared; compares it now when all are there, or enough are after the due day. */
async function comparedPool(
  scene: CycleScene,
  told: CycleTelling,
  { pool, items, cases }: Pool,
): Promise<CyclePoolDocument | undefined> {
  const { cycles, cycle, at } = scene;
  const _id = `${cycle._id}|${pool}`;
  const before = await cycles.pools.findById(_id).lean();
  if (before !== null) return before;
  const all = [...cases.values()];
  const there = all.filter((one) => one.stage === told.stage || one.outcome !== null);
  const counted = there.map(asCycleCase).filter((one) => told.counts(one));
  if (there.length < items.length) {
    const excused = there.length - counted.length;
    const quorum = wordOf(await parametersOf(scene, pool), told.quorum);
    if (dayOf(at) <= cycle.dueOn || !reaches(counted.length, items.length - excused, quorum)) return undefined;
  }
  const document: CyclePoolDocument = { _id, cycle: cycle._id, pool, comparedAt: new Date(at), cases: counted };
  await cycles.pools.collection.updateOne({ _id: _id as never }, { $setOnInsert: document }, { upsert: true });
  return (await cycles.pools.findById(_id).lean()) ?? document;
}

function waitingIn({ cases }: Pool, { stage }: CycleTelling): Found[] {
  return [...cases.values()].filter((one) => one.stage === stage && one.status === 'running');
}

/** @returns false when the case has to be told again */
async function tell(
  { client, cycles, cycle }: CycleScene,
  {
    told,
    knowing,
    compared,
  }: { told: CycleTelling; knowing: Parameters<CycleTelling['tell']>[1]; compared: CyclePoolDocument },
  one: Found,
): Promise<boolean> {
  const own = asCycleCase(one);
  const [visit, state] = openVisitOf(one, told.stage);
  if (visit === undefined || !told.counts(own)) return true;
  const pool = [...compared.cases.filter((each) => each.case !== own.case), own];
  const { decision, form } = told.tell(pool, knowing)[own.case] ?? {};
  if (decision === undefined || form === undefined) return true;
  const answer = await tellCase(
    client,
    own.case,
    {
      update: 'decide',
      input: { stage: visit, decision, form },
      once: { cycle: cycle._id, case: own.case, visit, openedAt: state?.openedAt ?? '', form },
    },
    patienceMilliseconds,
  );
  // Decided already: the documents are behind.
  if (answer.how === 'refused') return answer.code === 'already-decided';
  if (answer.how !== 'accepted') return answer.how === 'ended';
  compared.cases = pool;
  await cycles.pools.updateOne({ _id: compared._id }, { $set: { cases: pool } });
  return true;
}

function openVisitOf({ stages }: Found, stage: string): [string, { openedAt: string }] | [undefined, undefined] {
  const open = Object.entries(stages).find(([, each]) => each.stage === stage && each.status === 'open');
  return open ?? [undefined, undefined];
}

function asCycleCase({ _id, subject, status, outcome, facts }: Found): CycleCase {
  return { case: _id, subject: subject.id, status, outcome, facts };
}

/** The cases of the subjects in other cycles, by subject and key; of several of one key the last. */
async function earlierOf(
  { cases, cycle }: CycleScene,
  subjects: readonly string[],
): Promise<Map<string, Record<string, CycleCase>>> {
  const found = await cases.cases.find({ 'subject.id': { $in: subjects }, kind: cycle.kind }, shown).lean<Found[]>();
  const bySubject = new Map<string, Record<string, CycleCase>>();
  const ordinal = (id: string): number => parseCaseId(id)?.ordinal ?? 0;
  for (const one of found.sort((a, b) => ordinal(a._id) - ordinal(b._id))) {
    const key = parseCaseId(one._id)?.key;
    if (key === undefined || key === cycle.key) continue;
    bySubject.set(one.subject.id, { ...bySubject.get(one.subject.id), [key]: asCycleCase(one) });
  }
  return bySubject;
}

async function parametersOf(scene: CycleScene, place: string): Promise<ReturnType<typeof caseParameters>> {
  return caseParameters(await policies(scene)(place), scene.procedure.sections);
}
