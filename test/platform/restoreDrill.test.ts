/** Both databases are copied at one instant, work goes on, everything is lost, and the copies go into an empty installation. */
import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reconciliationModel } from '../../models/reconciliations.ts';
import { advanceCase } from '../../temporal/clock.ts';
import { type ReconcileResult, reconcileCases } from '../../worker/reconcileCases.ts';
import { reportOf } from '../../worker/reconcileReport.ts';
import { snapshotQuery } from '../../workflows/messages.ts';
import { draft, enterDistrict } from '../api/campaigns/support.ts';
import { type CaseApi, nomination, startCaseApi } from '../api/cases/bench.ts';
import { jpeg, png } from '../api/evidence/files.ts';
import { actor, coordinator, office } from '../support/cases.ts';
import { configFor, copyData, startTestServers, type TestServers } from '../support/servers.ts';
import { until } from '../support/until.ts';

const auditor = actor('auditor', undefined, { role: 'administrator', scope: '*', duties: ['audit'] });
const leader = office('countyLevelLeader');
const nominate = { stage: 'nomination#1', decision: 'nominate', form: nomination };
const accept = { stage: 'acceptance#1.leader', decision: 'accept' };
const keys = { nominated: randomUUID(), lost: randomUUID() };
const waitingWords = '示例：尚在途中的意见';
const lostWords = '示例：备份之后的意见';

let place: string;
let servers: TestServers;
let api: CaseApi;

/** Cases of the live space by what happens to them, and one of the rehearsal space, whose clock can be moved. */
const ids = { decided: '', withFile: '', waiting: '', ended: '', fresh: '', rehearsed: '' };
let campaign: { id: string; compounds: string[] };
let file: string;
let firstAnchor: string;
let secondAnchor: string;
/** What stood in the live database, by case, when the copies were made. */
const before = new Map<string, unknown>();
let rehearsedTasks: unknown;
let lostMarks: string[];

const anchors = () => join(place, 'anchors', 'live');
const backup = () => join(place, 'backup');

/** The same installation on other servers. */
async function install(from?: string): Promise<void> {
  servers = await startTestServers(from === undefined ? {} : { from });
  const config = configFor(servers, {
    TASK_QUEUE: 'drill',
    MONGODB_DATABASE_LIVE: 'drill',
    MONGODB_DATABASE_REHEARSAL: 'drill-rehearsal',
    DATA_DIR: join(place, 'data'),
    ANCHOR_DIR: join(place, 'anchors'),
    LOG_LEVEL: 'silent',
  });
  api = await startCaseApi(config, ['live', 'rehearsal']);
  // Temporal takes calls before its parts have found each other, on ports that are others than those in the copy.
  if (from !== undefined) await until(answers);
}

/** Whether a case answers, for which every part of Temporal and a worker have to be there. */
async function answers(): Promise<boolean> {
  const asked = api.bench.client.workflow.getHandle(ids.rehearsed).query(snapshotQuery);
  return await asked.then(
    () => true,
    () => false,
  );
}

/** Nothing is on its way to MongoDB any more. */
async function settled(): Promise<void> {
  await until(async () => {
    const { lag, troubles } = await reconcile();
    return lag.events === 0 && troubles.unasked === undefined;
  });
}

async function upload(to: string, content: Buffer, name: string): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(content)]), name);
  const response = await fetch(`${api.base}/api/v1/cases/${to}/evidence`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${await api.tokenFor(coordinator)}`, 'idempotency-key': randomUUID() },
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

/** Everything the read model holds of a case, but when it was written. */
async function stored(id: string) {
  const { cases, timeline, texts, tasks } = api.bench.models('live');
  return {
    document: await cases.findById(id, { updatedAt: 0 }).lean(),
    timeline: await timeline.find({ case: id }).sort({ _id: 1 }).lean(),
    texts: await texts.find({ case: id }).sort({ _id: 1 }).lean(),
    tasks: await tasks.find({ case: id }).sort({ _id: 1 }).lean(),
  };
}

async function anchored(): Promise<string> {
  expect(await api.as(auditor, 'POST /api/v1/anchors')).toMatchObject({ status: 201 });
  return (await readdir(anchors())).sort().at(-1) ?? '';
}

/** Which of these words stand anywhere in the live database, but in the report of what differs. */
async function marksFound(marks: readonly string[]): Promise<string[]> {
  const database = api.bench.database('live');
  const found = new Set<string>();
  for (const { name } of (await database.db?.listCollections().toArray()) ?? []) {
    if (name === reconciliationModel(database).collection.name) continue;
    for await (const document of database.collection(name).find()) {
      const text = JSON.stringify(document);
      for (const mark of marks) if (text.includes(mark)) found.add(mark);
    }
  }
  return [...found].sort();
}

async function reconcile(mode: 'dryRun' | 'repair' = 'dryRun'): Promise<ReconcileResult> {
  const { config, procedures } = api.services;
  return await reconcileCases(config, { space: 'live', mode, patience: 3600 }, procedures.list());
}

const troublesOf = ({ cases }: ReconcileResult) =>
  Object.fromEntries(
    cases.map(({ case: id, remaining }) => [id, [...new Set(remaining.map(({ what }) => what))].sort()]),
  );

async function verification(id: string) {
  const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline/verification`);
  const checks = body.checks as { name: string; held: boolean; faults: unknown[] }[];
  return { holds: body.holds, failed: checks.filter(({ held }) => !held) };
}

async function decisionsOf(id: string): Promise<number> {
  return await api.bench.models('live').timeline.countDocuments({ case: id, 'event.type': 'decided' });
}

const caseOf = (compound: string) => `rectification:${compound}:1`;

async function workBeforeTheBackup(): Promise<void> {
  await enterDistrict(api);
  campaign = await draft(api, 2);
  for (const name of ['decided', 'withFile', 'waiting', 'ended'] as const) ids[name] = await api.open();
  ids.rehearsed = await api.open({}, 'rehearsal');
  const decided = await api.as(office('organisationDept'), `POST /api/v1/cases/${ids.decided}/decisions`, nominate, {
    key: keys.nominated,
  });
  expect(decided).toMatchObject({ status: 200, body: { stage: 'acceptance' } });
  await api.as(coordinator, `POST /api/v1/cases/${ids.decided}/comments`, { text: '示例：备份之前的意见' });
  file = await upload(ids.withFile, jpeg, '示例照片.jpg');
  const reason = { reason: '列入有误' };
  const ended = await api.as(office('districtPartyCommittee'), `POST /api/v1/cases/${ids.ended}/cancellation`, reason);
  expect(ended.status).toBe(200);
  await settled();
  firstAnchor = await anchored();
  const rehearsed = await api.as(coordinator, `GET /api/v1/cases/${ids.rehearsed}`, undefined, { space: 'rehearsal' });
  rehearsedTasks = rehearsed.body.tasks;
  for (const id of [ids.decided, ids.withFile, ids.ended]) before.set(id, await stored(id));
}

/** MongoDB ends first: what is acknowledged from then on is on its way to it when the copies are made. */
async function backUp(): Promise<void> {
  await servers.mongod.stop();
  const text = waitingWords;
  const comment = await api.as(coordinator, `POST /api/v1/cases/${ids.waiting}/comments`, { text });
  expect(comment.status).toBe(200);
  await api.stopAll();
  await servers.temporal.stop();
  await mkdir(backup());
  await copyData(servers.folder, backup());
  await cp(join(place, 'data'), join(backup(), 'data'), { recursive: true });
  await servers.stop();
}

async function workAfterTheBackup(): Promise<void> {
  const accepted = await api.as(leader, `POST /api/v1/cases/${ids.decided}/decisions`, accept, { key: keys.lost });
  expect(accepted).toMatchObject({ status: 200 });
  const comment = await api.as(coordinator, `POST /api/v1/cases/${ids.withFile}/comments`, { text: lostWords });
  expect(comment.status).toBe(200);
  const lostFile = await upload(ids.withFile, png, '示例图.png');
  ids.fresh = await api.open();
  expect((await api.as(coordinator, `POST /api/v1/campaigns/${campaign.id}/launch`, {})).status).toBe(202);
  const launched = campaign.compounds.map(caseOf);
  const { cases } = api.bench.models('live');
  await until(async () => (await cases.countDocuments({ _id: { $in: launched } })) === launched.length);
  await settled();
  const newest = (await cases.findById(ids.decided).lean())?.head.hash ?? '';
  lostMarks = [newest, lostWords, lostFile, ids.fresh, ...launched].sort();
  secondAnchor = await anchored();
}

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'zhengzhi-drill-'));
  await install();
  await workBeforeTheBackup();
  await backUp();
  await install(backup());
  await workAfterTheBackup();
  // That all of it is found as long as it is there is what makes its absence tell something.
  expect(await marksFound(lostMarks)).toEqual(lostMarks);
  await api.stopAll();
  await servers.stop();
  await rm(join(place, 'data'), { recursive: true });
  await cp(join(backup(), 'data'), join(place, 'data'), { recursive: true });
  await install(backup());
  await settled();
});
afterAll(async () => {
  await api?.stopAll();
  await servers?.stop();
  await rm(place, { recursive: true, force: true });
});

describe('an installation restored from a backup', () => {
  it('holds all that was acknowledged before, once', async () => {
    for (const [id, state] of before) expect(await stored(id)).toEqual(state);
    for (const id of [ids.waiting, ids.ended]) expect(await verification(id)).toEqual({ holds: true, failed: [] });
    const response = await fetch(`${api.base}/api/v1/cases/${ids.withFile}/evidence/${file}`, {
      headers: { authorization: `Bearer ${await api.tokenFor(coordinator)}` },
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(jpeg);
  });

  it('has what was on its way to MongoDB when the copies were made, once', async () => {
    const { timeline, texts } = await stored(ids.waiting);
    expect(timeline.filter(({ event }) => event.type === 'commented')).toHaveLength(1);
    expect(texts.filter((each) => JSON.stringify(each).includes(waitingWords))).toHaveLength(1);
  });

  it('reports what was anchored after the backup as lost, and nothing else', async () => {
    const result = await reconcile();
    expect(troublesOf(result)).toEqual({
      [ids.decided]: ['lost'],
      [ids.withFile]: ['lost'],
      ...Object.fromEntries([ids.fresh, ...campaign.compounds.map(caseOf)].map((id) => [id, ['cutOff', 'missing']])),
    });
    expect(result.anchors).toEqual({ files: 2, faults: [] });
    const report = reportOf(result);
    expect(report).toMatch(new RegExp(`anchored up to event \\d+ \\(${secondAnchor}\\), the workflow knows \\d+`));
    expect(report).toContain(`no document, though anchored (${secondAnchor})`);
    // Nothing can be written of what nobody knows.
    expect(troublesOf(await reconcile('repair'))).toEqual(troublesOf(result));
  });

  it('says of a case that its timeline ends before an anchor', async () => {
    expect(await verification(ids.decided)).toEqual({
      holds: false,
      failed: [
        expect.objectContaining({
          name: 'anchors',
          faults: [{ seq: expect.any(Number), file: secondAnchor, fault: 'anchor' }],
        }),
      ],
    });
    expect((await api.as(coordinator, `GET /api/v1/cases/${ids.fresh}`)).status).toBe(404);
  });

  it('holds nothing of what was acknowledged after', async () => {
    expect(await marksFound(lostMarks)).toEqual([]);
    const { collection } = api.services.spaces.live.evidence.documents;
    expect(await collection.countDocuments()).toBe(1);
    expect((await api.as(coordinator, `GET /api/v1/campaigns/${campaign.id}`)).body.status).toBe('draft');
  });

  it('knows the acts from before by their keys, and takes lost ones that are sent again', async () => {
    const decisions = `POST /api/v1/cases/${ids.decided}/decisions` as const;
    const organisation = office('organisationDept');
    expect((await api.as(organisation, decisions, nominate, { key: keys.nominated })).status).toBe(200);
    expect(await decisionsOf(ids.decided)).toBe(1);
    for (const _ of ['sent', 'sent again']) {
      expect((await api.as(leader, decisions, accept, { key: keys.lost })).status).toBe(200);
    }
    await until(async () => (await decisionsOf(ids.decided)) > 1);
    expect(await decisionsOf(ids.decided)).toBe(2);
    const launch = `POST /api/v1/campaigns/${campaign.id}/launch` as const;
    expect((await api.as(coordinator, launch, {})).status).toBe(202);
    const { cases } = api.bench.models('live');
    await until(async () => (await cases.countDocuments({ within: `campaign:${campaign.id}` })) === 2);
  });

  it('keeps the deadlines, and they come', async () => {
    const path = `/api/v1/cases/${ids.rehearsed}` as const;
    const { body } = await api.as(coordinator, `GET ${path}`, undefined, { space: 'rehearsal' });
    expect(body.tasks).toEqual(rehearsedTasks);
    expect(body.tasks[0].dueAt).toEqual(expect.any(String));
    await advanceCase(api.bench.client, ids.rehearsed, 'P60D');
    const { timeline } = api.bench.models('rehearsal');
    await until(async () => (await timeline.exists({ case: ids.rehearsed, 'event.type': 'escalated' })) !== null);
  });

  it('agrees once the anchors of what was lost are kept elsewhere, and anchors anew', async () => {
    await mkdir(join(place, 'lost'));
    await rename(join(anchors(), secondAnchor), join(place, 'lost', secondAnchor));
    await settled();
    expect(troublesOf(await reconcile())).toEqual({});
    expect(await verification(ids.decided)).toEqual({ holds: true, failed: [] });
    const next = await anchored();
    expect([firstAnchor, secondAnchor]).not.toContain(next);
    expect((await reconcile()).anchors).toEqual({ files: 2, faults: [] });
  });
});
