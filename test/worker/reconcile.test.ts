/** Each kind of damage is done to a real case in the database, found, repaired, and the timeline verifies again. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import type { NativeConnection, Worker } from '@temporalio/worker';
import type { Connection } from 'mongoose';
import { createAnchorActivities } from '../../activities/anchorHeads.ts';
import { discoverProcedures } from '../../api/procedures/registry.ts';
import type { Config } from '../../config.ts';
import { GENESIS, hashOf, hashOfEvent } from '../../domain/timeline/hashChain.ts';
import { AnchorFolder } from '../../models/anchors.ts';
import { type CaseModels, caseModels } from '../../models/caseModels.ts';
import { caseRepairModel } from '../../models/caseRepairs.ts';
import { openDatabase } from '../../models/database.ts';
import { reconciliationModel } from '../../models/reconciliations.ts';
import { connectClient } from '../../temporal/connection.ts';
import { dataConverter } from '../../temporal/payloadCodec.ts';
import { connectWorker } from '../../temporal/workerConnection.ts';
import { createWorker } from '../../worker/createWorker.ts';
import { type ReconcileOptions, type ReconcileResult, reconcileCases } from '../../worker/reconcileCases.ts';
import { reportOf } from '../../worker/reconcileReport.ts';
import { WaitingFlushes } from '../../worker/waitingFlushes.ts';
import { type CaseApi, startCaseApi } from '../api/cases/bench.ts';
import { buildOpening, buildTrial, coordinator, office, type TestCase } from '../support/cases.ts';
import { planned, solved, staffed } from '../support/rectification.ts';
import { suiteConfig } from '../support/servers.ts';
import { testBundle } from '../support/trial/bundle.ts';
import { procedure as trial } from '../support/trial/procedures/trial.ts';
import { until } from '../support/until.ts';

const space = 'rehearsal';
let config: Config;
let api: CaseApi;
let models: CaseModels;
beforeAll(async () => {
  // Namespaces of its own: what another suite does to its cases is no difference here.
  const own = randomUUID().slice(0, 8);
  config = await suiteConfig({
    LOG_LEVEL: 'silent',
    TEMPORAL_NAMESPACE_LIVE: `reconciled-live-${own}`,
    TEMPORAL_NAMESPACE_REHEARSAL: `reconciled-${own}`,
  });
  api = await startCaseApi(config, [space]);
  models = api.bench.models(space);
});
afterAll(() => api.stopAll());

/** A case in the middle of its work: forms, evidence, problems, tasks open and ended, words that can be erased. */
async function underWay(bound?: number): Promise<TestCase> {
  const compound = await api.bench.open(buildOpening(), bound);
  await staffed(compound);
  await planned(compound);
  await solved(compound, 'P1');
  await compound.act('comment', coordinator, { text: '示例：进度正常' });
  await settled(compound.id);
  return compound;
}

/** Nothing is on its way any more. */
async function settled(id: string): Promise<void> {
  await until(async () => {
    const { view } = await api.bench.client.workflow.getHandle(id).query<{ view: { revision: number } }>('snapshot');
    return (await models.cases.findById(id).lean())?.revision === view.revision;
  });
}

async function run(options: Partial<ReconcileOptions> = {}, used: Config = config): Promise<ReconcileResult> {
  const procedures = (await discoverProcedures([trial])).list();
  return await reconcileCases(used, { space, mode: 'dryRun', patience: 3600, ...options }, procedures);
}

const troublesOf = ({ cases }: ReconcileResult): string[] => [
  ...new Set(cases.flatMap(({ findings }) => findings.map(({ what }) => what))),
];
const detailsOf = ({ cases }: ReconcileResult): string[] =>
  cases.flatMap(({ findings }) => findings.map(({ detail }) => detail));

/** Everything the read model holds of a case, without when it was written. */
async function stored(id: string, of: CaseModels = models) {
  const [document, ...lists] = await Promise.all([
    of.cases.findById(id, { updatedAt: 0 }).lean(),
    of.timeline.find({ case: id }).sort({ _id: 1 }).lean(),
    of.texts.find({ case: id }).sort({ _id: 1 }).lean(),
    of.tasks.find({ case: id }).sort({ _id: 1 }).lean(),
    of.problems.find({ case: id }).sort({ _id: 1 }).lean(),
  ]);
  return { document, lists };
}

async function holds(id: string): Promise<boolean> {
  const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline/verification`, undefined, { space });
  return body.holds;
}

/** The damage is found and nothing written; the repair restores what was there, and nothing is found any more. */
async function foundAndRepaired(id: string, before: Awaited<ReturnType<typeof stored>>): Promise<ReconcileResult> {
  const damaged = await stored(id);
  const found = await run({ case: id });
  expect(found).toMatchObject({ compared: 1, differing: 1, remaining: 1, repaired: 0 });
  expect(await stored(id)).toEqual(damaged);
  const repaired = await run({ case: id, mode: 'repair' });
  expect(repaired).toMatchObject({ differing: 1, repaired: 1, remaining: 0 });
  expect(await stored(id)).toEqual(before);
  expect(await run({ case: id })).toMatchObject({ agree: 1, differing: 0, cases: [] });
  expect(await holds(id)).toBe(true);
  return found;
}

/** The runs of a case, oldest first. */
async function runsOf(id: string): Promise<string[]> {
  const { client } = api.bench;
  const runs: string[] = [];
  for (let runId: string | undefined = (await client.workflow.getHandle(id).describe()).runId; runId; ) {
    runs.unshift(runId);
    const { events } = await client.workflow.getHandle(id, runId).fetchHistory();
    runId = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  }
  return runs;
}

/** As retention does. */
async function forget(id: string, runs: readonly string[]): Promise<void> {
  const { workflow, workflowService, options } = api.bench.client;
  for (const runId of runs) {
    const workflowExecution = { workflowId: id, runId };
    await workflowService.deleteWorkflowExecution({ namespace: options.namespace, workflowExecution });
  }
  const gone = (runId: string) =>
    workflow
      .getHandle(id, runId)
      .describe()
      .then(
        () => false,
        () => true,
      );
  for (const runId of runs) await until(() => gone(runId));
}

/** A case of which only the last two runs are kept, and the first event that still is. */
async function forgottenInPart(compound: TestCase): Promise<{ id: string; firstKept: number }> {
  const { id } = compound;
  for (let more = 0; more < 3; more += 1) {
    const { runId } = await api.bench.client.workflow.getHandle(id).describe();
    await compound.act('comment', coordinator, { text: '示例' });
    await until(async () => (await api.bench.client.workflow.getHandle(id).describe()).runId !== runId);
  }
  await settled(id);
  const runs = await runsOf(id);
  await forget(id, runs.slice(0, -2));
  const { events } = await api.bench.client.workflow.getHandle(id, runs.at(-2)).fetchHistory();
  const { payloads } = events?.[0]?.workflowExecutionStartedEventAttributes?.input ?? {};
  const { carried } = JSON.parse(Buffer.from(payloads?.[0]?.data ?? []).toString());
  return { id, firstKept: carried.seq + 1 };
}

/** A case of which a correction has taken a stage back. */
async function corrected(): Promise<TestCase> {
  const compound = await api.bench.open(buildTrial('opinion'), 1);
  await compound.decide('opinion#1.housing', 'agree');
  const { events } = await compound.decide('opinion#1.police', 'agree');
  const police = office('publicSecurity');
  await compound.act('correct', police, { event: events.from, decision: 'disagree', comment: '示例：点错了' });
  await settled(compound.id);
  return compound;
}

/** A case that was cancelled so long ago that Temporal knows nothing of it. */
async function forgotten(): Promise<string> {
  const compound = await api.bench.open(buildOpening());
  await compound.act('comment', coordinator, { text: '示例' });
  await compound.act('cancel', office('districtPartyCommittee'), { reason: '列入有误' });
  await settled(compound.id);
  expect(await run({ case: compound.id })).toMatchObject({ agree: 1 });
  const { workflow } = api.bench.client;
  await until(async () => (await workflow.getHandle(compound.id).describe()).status.name === 'COMPLETED');
  await forget(compound.id, await runsOf(compound.id));
  return compound.id;
}

const key = (id: string, seq: number): string => `${id}|1|${seq}`;

describe('a case in the database that somebody damaged', () => {
  let compound: TestCase;
  let id: string;
  let before: Awaited<ReturnType<typeof stored>>;
  let newest: number;
  beforeAll(async () => {
    compound = await underWay();
    id = compound.id;
  });
  beforeEach(async () => {
    await settled(id);
    before = await stored(id);
    newest = before.document?.revision ?? 0;
    expect(await run({ case: id })).toMatchObject({ compared: 1, agree: 1, lag: { events: 0 } });
  });

  it('is found when its document is missing', async () => {
    await models.cases.deleteOne({ _id: id });
    expect(troublesOf(await foundAndRepaired(id, before))).toEqual(['missing']);
  });

  it('is found when all of it is missing', async () => {
    await Promise.all([
      models.cases.deleteOne({ _id: id }),
      ...[models.timeline, models.texts, models.tasks, models.problems].map((model) =>
        (model as typeof models.timeline).deleteMany({ case: id }),
      ),
    ]);
    expect(troublesOf(await foundAndRepaired(id, before))).toEqual(['missing', 'cutOff']);
  });

  it('is found when events of the middle are missing', async () => {
    await models.timeline.deleteMany({ case: id, seq: { $in: [3, 4, 6] } });
    const found = await foundAndRepaired(id, before);
    expect(troublesOf(found)).toEqual(['torn']);
    expect(detailsOf(found)).toEqual(['events 3–4, 6 not there, though acknowledged']);
  });

  it('is found when its document stands behind', async () => {
    await models.cases.updateOne({ _id: id }, { $set: { revision: 2, status: 'suspended' } });
    expect(detailsOf(await foundAndRepaired(id, before))).toEqual([
      `the document stands at event 2, the case at ${newest}`,
    ]);
  });

  it('is found when two events stand in one place', async () => {
    const third = await models.timeline.findById(key(id, 3)).lean();
    await models.timeline.collection.insertOne({ ...third, _id: 'another', epoch: 7 } as never);
    const found = await foundAndRepaired(id, before);
    expect(troublesOf(found)).toEqual(['doubled']);
    expect(detailsOf(found)).toEqual(['two events in place 3']);
  });

  it('is found when an event was edited, and the event and its member are named', async () => {
    await models.timeline.updateOne({ _id: key(id, 4) }, { $set: { 'event.data.decision': 'decline' } });
    const found = await foundAndRepaired(id, before);
    expect(troublesOf(found)).toEqual(['tampered']);
    expect(detailsOf(found)).toEqual(['event 4 is not as recorded: data']);
    const kept = await caseRepairModel(api.bench.database(space)).find({ case: id }).sort({ at: -1 }).lean();
    expect(kept[0]).toMatchObject({
      findings: [{ what: 'tampered' }],
      replaced: { timeline: [{ _id: key(id, 4), event: { data: { decision: 'decline' } } }] },
    });
  });

  it('is found when the whole timeline was written anew, consistent in itself', async () => {
    let prevHash = GENESIS;
    for (const { _id, event } of await models.timeline.find({ case: id }).sort({ seq: 1 }).lean()) {
      const { hash: _, ...fields } = event;
      const forged = { ...fields, ...(event.seq === 2 && { actor: { id: 'x', role: 'reviewer' as const } }), prevHash };
      prevHash = hashOfEvent(forged);
      await models.timeline.updateOne({ _id }, { $set: { event: { ...forged, hash: prevHash } } });
    }
    await models.cases.updateOne({ _id: id }, { $set: { 'head.hash': prevHash } });
    const found = await foundAndRepaired(id, before);
    expect(detailsOf(found)).toContain('event 2 is not as recorded: actor, hash');
    expect(detailsOf(found)).toContain('the document is not as recorded: head');
  });

  it('is found when the newest events were cut off, though document and chain agree with each other', async () => {
    const left = await models.timeline.findById(key(id, newest - 2)).lean();
    await models.timeline.deleteMany({ case: id, seq: { $gt: newest - 2 } });
    const head = { seq: left?.seq, hash: left?.event.hash };
    await models.cases.updateOne({ _id: id }, { $set: { head, revision: left?.seq } });
    const found = await foundAndRepaired(id, before);
    expect(troublesOf(found)).toContain('cutOff');
    expect(detailsOf(found)).toContain(`the newest, events ${newest - 1}–${newest}, cut off`);
  });

  it('is found when an event was added that nobody recorded', async () => {
    const last = await models.timeline.findById(key(id, newest)).lean();
    const { hash: prevHash = '', ...event } = last?.event ?? {};
    const more = { ...event, seq: newest + 1, prevHash };
    const forged = { ...more, hash: hashOf(more) };
    const seq = newest + 1;
    await models.timeline.collection.insertOne({ ...last, _id: key(id, seq), seq, event: forged } as never);
    await models.cases.updateOne({ _id: id }, { $set: { head: { seq, hash: forged.hash }, revision: seq } });
    expect(detailsOf(await foundAndRepaired(id, before))).toEqual([
      'the document is not as recorded: head, revision',
      `event ${seq} was never recorded`,
    ]);
  });

  it('is found when an event was hidden as superseded', async () => {
    await models.timeline.updateOne({ _id: key(id, 5) }, { $set: { supersededBy: 2 } });
    expect(detailsOf(await foundAndRepaired(id, before))).toEqual(['event 5 is not as recorded: supersededBy']);
  });

  it('is found when words were put in somebody’s mouth; words that were erased stay away', async () => {
    const of = { case: id, 'texts.comment': '示例：进度正常' };
    await models.texts.updateOne(of, { $set: { 'texts.comment': '同意' } });
    expect(detailsOf(await foundAndRepaired(id, before))[0]).toMatch(/^the words of event \d+ are not as recorded$/);
    const erased = await models.texts.findOneAndDelete(of).lean();
    expect(await run({ case: id, mode: 'repair' })).toMatchObject({ agree: 1, repaired: 0 });
    expect(await models.texts.countDocuments(of)).toBe(0);
    await models.texts.collection.insertOne(erased as never);
  });

  it('is found when tasks or problems are not those of the case', async () => {
    const open = await models.tasks.findOne({ case: id, open: true }).lean();
    const done = await models.tasks.findOne({ case: id, open: false }).lean();
    await models.tasks.deleteOne({ _id: open?._id ?? '' });
    await models.tasks.updateOne({ _id: done?._id ?? '' }, { $set: { open: true }, $unset: { ended: '' } });
    await models.problems.updateOne({ _id: `${id}|P1` }, { $set: { status: 'open' } });
    await models.problems.collection.insertOne({ _id: `${id}|P9`, case: id, id: 'P9' } as never);
    const found = await foundAndRepaired(id, before);
    expect(detailsOf(found)).toEqual([
      `tasks ${[String(open?.id), String(done?.id)].sort().join(', ')} not as recorded`,
      'problems P1, P9 not as recorded',
    ]);
  });

  it('loses its mark of having diverged, which the alarm counts, once its timeline is as recorded', async () => {
    const diverged = { seq: 4, stored: 'a', arrived: 'b', at: new Date() };
    await models.cases.updateOne({ _id: id }, { $set: { diverged } });
    await models.timeline.updateOne({ _id: key(id, 4) }, { $set: { 'event.stage': 'other' } });
    expect(troublesOf(await foundAndRepaired(id, before))).toEqual(['tampered', 'diverged']);
  });

  it('goes on after a repair as if nothing had been', async () => {
    await models.cases.deleteOne({ _id: id });
    await models.timeline.deleteMany({ case: id, seq: { $gt: 3 } });
    await run({ case: id, mode: 'repair' });
    await compound.act('comment', coordinator, { text: '示例：继续' });
    await settled(id);
    expect(await run({ case: id })).toMatchObject({ agree: 1 });
    expect(await holds(id)).toBe(true);
  });
});

describe('a case of many runs', () => {
  it('is put together from all of them', async () => {
    const { id } = await underWay(25);
    const before = await stored(id);
    await Promise.all([models.cases.deleteOne({ _id: id }), models.timeline.deleteMany({ case: id })]);
    await models.tasks.deleteMany({ case: id });
    expect(troublesOf(await foundAndRepaired(id, before))).toEqual(['missing', 'cutOff']);
  });
});

describe('a case that Temporal no longer keeps', () => {
  let closed: string[];
  let inPart: { id: string; firstKept: number };
  let takenBack: { id: string; firstKept: number };
  beforeAll(async () => {
    // The server takes its time to delete: all of them at once.
    [inPart, takenBack, ...closed] = await Promise.all([
      underWay(1).then(forgottenInPart),
      corrected().then(forgottenInPart),
      forgotten(),
      forgotten(),
      forgotten(),
    ]);
  });
  const anchors = () => new AnchorFolder(config.anchorDir, join(config.dataDir, 'anchor-key.pem'), space);

  it('agrees as long as its chain holds, and is named when it was edited', async () => {
    const [id = ''] = closed;
    expect(await run({ case: id })).toMatchObject({ agree: 1 });
    await models.timeline.updateOne({ _id: key(id, 2) }, { $set: { 'event.data.x': 1 } });
    const result = await run({ case: id, mode: 'repair' });
    expect(result).toMatchObject({ repaired: 0, remaining: 1, troubles: { tampered: 1 } });
    expect(result.cases[0]?.remaining).toEqual([
      {
        what: 'tampered',
        detail: 'event 2 was edited: its hash does not fit',
        hopeless: 'Temporal no longer keeps its history',
      },
    ]);
  });

  it('is named when its newest events were cut off, by its document or, where that was changed too, by an anchor', async () => {
    const [, id = ''] = closed;
    await createAnchorActivities(api.bench.database(space), anchors()).anchorHeads();
    const newest = (await models.cases.findById(id).lean())?.revision ?? 0;
    await models.timeline.deleteOne({ _id: key(id, newest) });
    expect(detailsOf(await run({ case: id }))).toEqual([`the newest, event ${newest}, cut off`]);
    const left = await models.timeline.findById(key(id, newest - 1)).lean();
    await models.cases.updateOne({ _id: id }, { $set: { head: { seq: left?.seq, hash: left?.event.hash } } });
    const found = await run({ case: id });
    expect(troublesOf(found)).toEqual(['cutOff']);
    expect(detailsOf(found)[0]).toMatch(new RegExp(`^the anchor \\S+ holds event ${newest}, which is not there$`));
  });

  it('is named when all of it is gone and an anchor knows it, or when it is open and nothing carries it on', async () => {
    const [, , id = ''] = closed;
    await models.cases.updateOne({ _id: id }, { $set: { status: 'running' } });
    expect(troublesOf(await run({ case: id }))).toEqual(['lost']);
    await createAnchorActivities(api.bench.database(space), anchors()).anchorHeads();
    await models.cases.deleteOne({ _id: id });
    await models.timeline.deleteMany({ case: id });
    expect(troublesOf(await run({ case: id, mode: 'repair' }))).toEqual(['missing', 'cutOff']);
  });

  it('whose first runs alone are gone keeps the stages that a correction took back', async () => {
    const { id } = takenBack;
    expect(await run({ case: id })).toMatchObject({ agree: 1 });
    const before = await stored(id);
    expect(before.document?.stages['notice#1']?.status).toBe('superseded');
    await models.cases.updateOne({ _id: id }, { $set: { 'facts.forged': 1, 'stages.opinion#1.status': 'closed' } });
    expect(detailsOf(await foundAndRepaired(id, before))).toEqual(['the document is not as recorded: facts, stages']);
  });

  it('whose first runs alone are gone is repaired by its own word; what is older is named', async () => {
    const { id, firstKept } = inPart;
    expect(await run({ case: id })).toMatchObject({ agree: 1 });
    const before = await stored(id);

    await models.cases.deleteOne({ _id: id });
    await models.tasks.deleteMany({ case: id, open: true });
    await models.problems.deleteMany({ case: id });
    expect(troublesOf(await foundAndRepaired(id, before))).toEqual(['missing']);

    await models.timeline.updateOne({ _id: key(id, 2) }, { $set: { 'event.type': 'commented' } });
    await models.timeline.deleteOne({ _id: key(id, firstKept - 1) });
    await models.timeline.updateOne({ _id: key(id, firstKept) }, { $set: { 'event.at': '2020-01-01T00:00:00.000Z' } });
    const repaired = await run({ case: id, mode: 'repair' });
    expect(repaired).toMatchObject({ repaired: 1, remaining: 1 });
    const hopeless = `Temporal no longer keeps what the case recorded up to event ${firstKept - 1}`;
    expect(repaired.cases[0]?.remaining).toEqual([
      { what: 'torn', detail: `event ${firstKept - 1} not there`, hopeless },
      { what: 'tampered', detail: 'event 2 was edited: its hash does not fit', hopeless },
    ]);
    expect(reportOf(repaired)).toContain(`cannot be repaired: ${hopeless}`);
  });
});

describe('the whole space', () => {
  it('is rebuilt from Temporal into an empty database, and refused where there are documents', async () => {
    const ids = [await underWay(), await underWay(25)].map((each) => each.id);
    await expect(run({ mode: 'rebuild' })).rejects.toThrow(/--rebuild needs an empty read model/);
    const empty = `rebuilt-${randomUUID().slice(0, 8)}`;
    const elsewhere = {
      ...config,
      mongodb: { ...config.mongodb, databases: { ...config.mongodb.databases, [space]: empty } },
    };
    const result = await run({ mode: 'rebuild' }, elsewhere);
    expect(result.repaired).toBeGreaterThanOrEqual(2);
    const rebuilt = caseModels(api.bench.mongo.useDb(empty));
    for (const id of ids) {
      expect(result.cases.find((each) => each.case === id)).toMatchObject({ repaired: true, remaining: [] });
      expect(await stored(id, rebuilt)).toEqual(await stored(id));
    }
    expect((await rebuilt.timeline.collection.indexes()).map(({ name }) => name)).toContain('case_1_epoch_1_seq_1');
    await rebuilt.cases.db.dropDatabase();
  });

  it('is compared case by case, with counts by what is wrong', async () => {
    await run({ mode: 'repair' });
    const { remaining } = await run();
    const [first, second] = [await underWay(), await underWay()];
    await models.cases.deleteOne({ _id: first.id });
    await models.timeline.deleteOne({ _id: key(second.id, 3) });
    const result = await run();
    expect(result.differing).toBe(remaining + 2);
    const mine = result.cases.filter((each) => [first.id, second.id].includes(each.case));
    expect(
      mine
        .map(({ findings }) => findings.map(({ what }) => what))
        .flat()
        .sort(),
    ).toEqual(['missing', 'torn']);
    const lines = reportOf(result).split('\n');
    expect(lines.find((line) => line.startsWith(first.id))).toMatch(
      /missing +no document, the case stands at event \d+ +write document, tasks and problems/,
    );
    expect(lines.at(-1)).toBe('nothing was written');
  });
});

describe('the nightly comparison', () => {
  const gauge = async (): Promise<string | undefined> =>
    String((await api.call('GET /metrics')).body).match(/^cases_differing\{space="rehearsal"\} (\d+)$/m)?.[1];

  it('writes nothing but how many differ, which the alarm is read from; a repair ends it', async () => {
    const { remaining } = await run({ mode: 'repair' });
    expect(await gauge()).toBe(`${remaining}`);
    const { id } = await underWay();
    await models.timeline.deleteOne({ _id: key(id, 3) });
    const { client } = api.bench;
    const compared = await client.workflow.execute('reconciliation', {
      taskQueue: config.temporal.taskQueue,
      workflowId: `reconciliation:${randomUUID()}`,
    });
    expect(compared).toMatchObject({ differing: remaining + 1 });
    expect(await gauge()).toBe(`${remaining + 1}`);
    expect(await models.timeline.exists({ _id: key(id, 3) })).toBeNull();
    const noted = await reconciliationModel(api.bench.database(space)).findById('last').lean();
    const detail = 'event 3 not there, though acknowledged';
    expect(noted?.cases).toContainEqual({ case: id, findings: [{ what: 'torn', detail }] });
    await run({ mode: 'repair' });
    expect(await gauge()).toBe(`${remaining}`);
  });
});

describe('flushes that do not get through', () => {
  const payloadKey = Buffer.alloc(32, 7).toString('base64');
  let keyed: Config;
  let id: string;
  let client: Client;
  let connection: NativeConnection;
  let working: { worker: Worker; running: Promise<void> } | undefined;
  const live = (options: Partial<ReconcileOptions> = {}, used = keyed) => run({ space: 'live', ...options }, used);
  const flushes = new WaitingFlushes();
  const work = async (database: Connection): Promise<void> => {
    const converter = dataConverter(payloadKey);
    const parts = {
      config: keyed,
      space: 'live' as const,
      connection,
      client,
      database,
      dataConverter: converter,
      flushes,
    };
    const worker = await createWorker({ ...parts, bundle: await testBundle() });
    working = { worker, running: worker.run() };
  };
  const rest = async (): Promise<void> => {
    working?.worker.shutdown();
    await working?.running;
    working = undefined;
  };
  beforeAll(async () => {
    keyed = {
      ...config,
      temporal: { ...config.temporal, payloadKey, taskQueue: `${config.temporal.taskQueue}-keyed` },
    };
    client = await connectClient(keyed, 'live');
    connection = await connectWorker(keyed);
    const opening = buildOpening({ space: 'live' });
    ({ id } = opening);
    const { taskQueue } = keyed.temporal;
    await client.workflow.start(opening.kind, { taskQueue, workflowId: id, args: [{ opening }] });
  });
  afterAll(async () => {
    await rest();
    await connection.close();
    await client.connection.close();
  });

  it('are told as lag, and as a difference once that lasts; nothing of them is written', async () => {
    const nowhere = openDatabase('mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=50', 'none');
    await work(nowhere.connection);
    const { view } = await client.workflow.getHandle(id).query<{ view: { revision: number } }>('snapshot');
    const waiting = { events: view.revision, seconds: expect.any(Number) };
    const found = await live({ case: id });
    expect(found).toMatchObject({ agree: 1, differing: 0, lag: { cases: 1, events: view.revision } });
    expect(found.cases).toEqual([{ case: id, findings: [], repaired: false, remaining: [], lag: waiting }]);
    expect(reportOf(found)).toMatch(new RegExp(`lag: ${view.revision} events of 1 cases on their way`));
    const late = await live({ case: id, patience: -1, mode: 'repair' });
    expect(late).toMatchObject({ repaired: 0, remaining: 1, troubles: { late: 1 } });
    expect(await caseModels(api.bench.database('live')).timeline.countDocuments({ case: id })).toBe(0);
    await until(() => flushes.measure().seconds > 0);
    expect(flushes.measure().count).toBe(1);
    await rest();
    await nowhere.close();
  });

  it('arrive by themselves; what was encrypted is compared with the key, and without it the reason is named', async () => {
    const of = caseModels(api.bench.database('live'));
    await work(api.bench.database('live'));
    await until(async () => (await of.cases.exists({ _id: id })) !== null);
    await rest();
    expect(flushes.measure()).toEqual({ count: 0, seconds: 0 });
    expect(await live({ case: id })).toMatchObject({ agree: 1, lag: { events: 0 } });
    await of.timeline.updateOne({ _id: key(id, 1) }, { $set: { 'event.data.kind': 'other' } });
    expect(detailsOf(await live())).toEqual(['event 1 is not as recorded: data']);
    const other = Buffer.alloc(32, 8).toString('base64');
    const wrong = await live({ mode: 'repair' }, { ...keyed, temporal: { ...keyed.temporal, payloadKey: other } });
    expect(wrong).toMatchObject({ repaired: 0, remaining: 1, troubles: { unasked: 1 } });
    expect(wrong.cases[0]?.findings[0]?.hopeless).toMatch(/was encrypted with key/);
    expect(await live({ mode: 'repair' })).toMatchObject({ repaired: 1, remaining: 0 });
  });
});

describe('npm run reconcile', () => {
  const project = fileURLToPath(new URL('../..', import.meta.url));

  async function command(...args: string[]): Promise<{ code: number | null; output: string }> {
    const { temporal, mongodb } = config;
    const env = {
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE_LIVE: temporal.namespaces.live,
      TEMPORAL_NAMESPACE_REHEARSAL: temporal.namespaces.rehearsal,
      MONGODB_URI: mongodb.uri,
      MONGODB_DATABASE_LIVE: mongodb.databases.live,
      MONGODB_DATABASE_REHEARSAL: mongodb.databases.rehearsal,
      DATA_DIR: config.dataDir,
    };
    const child = spawn(process.execPath, ['--import', 'tsx', 'worker/reconcile.ts', ...args], {
      cwd: project,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const code = await new Promise<number | null>((resolve) => {
      child.once('close', resolve);
    });
    return { code, output };
  }

  it('ends with 1 while something differs, and with 0 once it is repaired; the result is in the file too', async () => {
    const { id } = await underWay();
    await models.timeline.updateOne({ _id: key(id, 3) }, { $set: { 'event.data.x': 1 } });
    const only = ['--space', 'rehearsal', '--case', id];
    const file = join(tmpdir(), `reconciled-${randomUUID()}.json`);
    const dry = await command(...only, '--json', file);
    expect(dry).toMatchObject({ code: 1, output: expect.stringContaining('event 3 is not as recorded: data') });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      mode: 'dryRun',
      differing: 1,
      troubles: { tampered: 1 },
      cases: [{ case: id, findings: [{ what: 'tampered', repair: 'write the recorded event' }] }],
    });
    await rm(file);
    expect(await command(...only, '--repair')).toMatchObject({
      code: 0,
      output: expect.stringContaining('1 cases repaired, 0 still differ'),
    });
    expect(await command(...only)).toMatchObject({ code: 0, output: expect.stringContaining('1 agree, 0 differ') });
  });

  it.each([
    [['--space', 'other'], '--space: must be live or rehearsal'],
    [['--repair', '--rebuild'], 'choose one'],
    [['--rebuild', '--case', 'x'], 'leave out --case'],
    [['--patience', 'soon'], '--patience: must be a whole number of seconds'],
    [['--mend'], '--mend'],
  ])('refuses %j and says why', async (args, reason) => {
    expect(await command(...args)).toMatchObject({ code: 2, output: expect.stringContaining(reason) });
  });

  it('names a case that nobody knows', async () => {
    const { code, output } = await command('--case', 'rectification:C-none:1');
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('check the id') });
  });
});
