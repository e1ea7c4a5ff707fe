import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GENESIS, hashOfEvent } from '../../../domain/timeline/hashChain.ts';
import type { CaseModels } from '../../../models/caseModels.ts';
import { actor, coordinator, office } from '../../support/cases.ts';
import { type CaseApi, nomination, startCaseApi } from '../cases/bench.ts';

let api: CaseApi;
let models: CaseModels;
let id: string;
beforeAll(async () => {
  api = await startCaseApi();
  models = api.services.spaces.live.cases;
});
beforeEach(async () => {
  id = await api.open();
  await api.as(office('organisationDept'), `POST /api/v1/cases/${id}/decisions`, {
    stage: 'nomination',
    decision: 'nominate',
    form: nomination,
  });
  for (const text of ['一', '二', '三']) await api.as(coordinator, `POST /api/v1/cases/${id}/comments`, { text });
  await api.as(coordinator, `GET /api/v1/cases/${id}`);
});
afterAll(() => api.stopAll());

async function verification() {
  const { status, body } = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline/verification`);
  expect(status).toBe(200);
  const failed = body.checks.filter(({ held }: { held: boolean }) => !held);
  return {
    holds: body.holds,
    events: body.events,
    failed: failed.map(({ name }: { name: string }) => name),
    faults: failed.flatMap(({ faults }: { faults: unknown[] }) => faults),
  };
}

const key = (seq: number): string => `${id}|1|${seq}`;

/** Writes a timeline anew that is consistent in itself, as somebody with the database in hand could. */
async function forge(seq: number, change: Record<string, unknown>): Promise<void> {
  const documents = await models.timeline.find({ case: id }).sort({ seq: 1 }).lean();
  let prevHash = GENESIS;
  for (const { _id, event } of documents) {
    const { hash: _, ...fields } = event;
    const forged = { ...fields, ...(event.seq === seq && change), prevHash };
    prevHash = hashOfEvent(forged);
    await models.timeline.updateOne({ _id }, { $set: { event: { ...forged, hash: prevHash } } });
  }
  await models.cases.updateOne({ _id: id }, { $set: { head: { seq: documents.length, hash: prevHash } } });
}

describe('a timeline', () => {
  it('holds when nobody touched it', async () => {
    expect(await verification()).toEqual({ holds: true, events: 7, failed: [], faults: [] });
  });

  it('tells when an event was edited', async () => {
    await models.timeline.updateOne({ _id: key(3) }, { $set: { 'event.data.decision': 'other' } });
    expect(await verification()).toMatchObject({
      holds: false,
      failed: ['chain'],
      faults: [{ seq: 3, fault: 'hash' }],
    });
  });

  it('tells when an event in the middle was taken out', async () => {
    await models.timeline.deleteOne({ _id: key(4) });
    expect((await verification()).faults).toEqual([
      { seq: 4, fault: 'missing' },
      { seq: 5, fault: 'link' },
    ]);
  });

  it('tells when the newest were cut off, although the rest is consistent', async () => {
    await models.timeline.deleteMany({ case: id, seq: { $gte: 6 } });
    expect(await verification()).toMatchObject({ holds: false, failed: ['head'], faults: [{ seq: 7, fault: 'head' }] });
  });

  it('tells when all of it was written anew, by the head that the case itself holds', async () => {
    await forge(3, { actor: { id: 'somebody', role: 'reviewer' } });
    expect(await verification()).toMatchObject({ holds: false, failed: ['head'], faults: [{ seq: 7, fault: 'head' }] });
  });

  it('tells when a text was put in somebody’s mouth; one that was erased is no fault', async () => {
    await models.texts.deleteOne({ _id: key(5) });
    expect((await verification()).holds).toBe(true);
    const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline`);
    expect(body.items[4]).toMatchObject({ comment: null, actor: { id: 'coordinator', name: null } });
    await models.texts.updateOne({ _id: key(6) }, { $set: { 'texts.comment': '同意' } });
    expect(await verification()).toMatchObject({
      holds: false,
      failed: ['texts'],
      faults: [{ seq: 6, fault: 'texts' }],
    });
  });

  it('tells when two versions of it were stored', async () => {
    await models.cases.updateOne(
      { _id: id },
      { $set: { diverged: { seq: 4, stored: 'a', arrived: 'b', at: new Date() } } },
    );
    expect(await verification()).toMatchObject({
      holds: false,
      failed: ['chain'],
      faults: [{ seq: 4, fault: 'diverged' }],
    });
    expect((await api.as(coordinator, `GET /api/v1/cases/${id}`)).body.diverged).toBe(true);
  });
});

describe('anchors', () => {
  const auditor = actor('auditor', undefined, { role: 'administrator', scope: '*', duties: ['audit'] });
  const folder = () => join(api.services.config.anchorDir, 'live');

  it('are taken on demand by an administrator, never by others', async () => {
    expect((await api.as(coordinator, 'POST /api/v1/anchors')).body.code).toBe('forbidden');
    const keeper = { ...auditor, duties: ['security' as const] };
    expect((await api.as(keeper, 'POST /api/v1/anchors')).body.code).toBe('forbidden');
    const { status, body } = await api.as(auditor, 'POST /api/v1/anchors');
    expect(body.takenAt).toEqual(expect.any(String));
    expect(status).toBe(201);
  });

  it('tell when a case was written anew in the database after its workflow is gone', async () => {
    const committee = office('districtPartyCommittee');
    await api.as(committee, `POST /api/v1/cases/${id}/cancellation`, { reason: '列入有误' });
    await api.as(committee, `GET /api/v1/cases/${id}`);
    await api.as(auditor, 'POST /api/v1/anchors');
    await api.bench.client.workflowService.deleteWorkflowExecution({
      namespace: api.services.config.temporal.namespaces.live,
      workflowExecution: { workflowId: id },
    });
    expect((await verification()).holds).toBe(true);
    await forge(3, { actor: { id: 'somebody', role: 'reviewer' } });
    expect(await verification()).toMatchObject({ holds: false, failed: expect.arrayContaining(['anchors']) });
  });

  it('tell when one of them was edited or taken away', async () => {
    await api.as(auditor, 'POST /api/v1/anchors');
    await api.as(coordinator, `POST /api/v1/cases/${id}/comments`, { text: '四' });
    await api.as(coordinator, `GET /api/v1/cases/${id}`);
    await api.as(auditor, 'POST /api/v1/anchors');
    const [first = '', second = ''] = (await readdir(folder())).sort().slice(-2);
    expect((await verification()).holds).toBe(true);
    const text = await readFile(join(folder(), second), 'utf8');
    await writeFile(join(folder(), second), text.replace(/"seq": \d+/, '"seq": 1'));
    expect(await verification()).toMatchObject({
      holds: false,
      faults: expect.arrayContaining([expect.objectContaining({ fault: 'signature', file: second })]),
    });
    await writeFile(join(folder(), second), text);
    await rm(join(folder(), first));
    expect(await verification()).toMatchObject({ holds: false, faults: [{ fault: 'link', file: second }] });
  });
});

describe('pages of a timeline', () => {
  it('follow each other without gap or repeat', async () => {
    const seqs: number[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const { body } = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline?after=${after}&limit=3`);
      seqs.push(...body.items.map(({ seq }: { seq: number }) => seq));
      after = body.next;
    }
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('say in each language what happened', async () => {
    const zh = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline`, undefined, {
      headers: { 'accept-language': 'zh-CN' },
    });
    expect(zh.body.items[2].summary).toBe('示例 organisationDept（组织部）在“提名三个一”中决定：提名');
    const en = await api.as(coordinator, `GET /api/v1/cases/${id}/timeline`);
    expect(en.body.items[2].summary).toContain('decided “Nominate” in “Nominate the three ones”');
  });
});
