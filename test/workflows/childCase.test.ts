import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadCalendars, loadPolicies } from '../../api/policies/loadPolicies.ts';
import { buildCalendar } from '../../domain/calendar/calendar.ts';
import { resolvePolicy } from '../../domain/policy/resolvePolicy.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { keepCurrentCalendar, keepCurrentPolicies } from '../../models/keptVersions.ts';
import { registerModels } from '../../models/registers.ts';
import { snapshotQuery } from '../../workflows/messages.ts';
import { buildOpening, office, PLACE, policyFolder, TestBench, TestCase } from '../support/cases.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
  const database = bench.database();
  await keepCurrentCalendar(database, buildCalendar(await loadCalendars(`${policyFolder}/calendars`)));
  const policies = await loadPolicies(policyFolder);
  await keepCurrentPolicies(database, [resolvePolicy(policies, 'linyi'), resolvePolicy(policies, 'lanshan')]);
});
afterAll(() => bench?.stop());

const open = (only: string): Promise<TestCase> =>
  bench.open(buildOpening({ kind: 'composite', input: { only } }, ['election', 'vote']));

async function childOf(parent: TestCase): Promise<TestCase> {
  const opening = { ...parent.opening, kind: 'rectification', id: `rectification:${parent.opening.subject.id}:1` };
  await until(async () => (await bench.models().cases.findById(opening.id).lean()) !== null);
  return new TestCase(bench, opening, bench.client.workflow.getHandle(opening.id));
}

const cancelled = (child: TestCase) =>
  child.act('cancel', office('districtPartyCommittee'), { outcome: 'cancelled', reason: '示例' });

describe('a case that starts another', () => {
  it('waits for its end, and takes its outcome as the result', async () => {
    const parent = await open('awaited');
    const child = await childOf(parent);
    expect((await child.snapshot()).view.links).toEqual([{ case: parent.id, relation: 'startedFrom' }]);
    await until(async () => (await parent.snapshot()).view.stages['awaited#1']?.detail?.['case'] === child.id);
    await cancelled(child);
    await expect(parent.handle.result()).resolves.toEqual({ outcome: 'over' });
    const { view } = await parent.snapshot();
    expect(view.stages['awaited#1']).toMatchObject({ result: 'cancelled', detail: { outcome: 'cancelled' } });
    expect(view.facts).toMatchObject({ childOutcome: 'cancelled' });
    const timeline = await parent.timeline();
    expect(timeline.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['childStarted', 'stageClosed', 'caseClosed']),
    );
    expect(verifyChain(timeline)).toEqual([]);
  });

  it('goes on at once where it does not wait', async () => {
    const parent = await open('unawaited');
    await expect(parent.handle.result()).resolves.toEqual({ outcome: 'over' });
    expect((await (await childOf(parent)).snapshot()).view.status).toBe('running');
  });

  it('takes the case that is active already, and waits for that one', async () => {
    const parent = await open('unawaited');
    await parent.handle.result();
    const second = { ...parent.opening, id: `composite:${parent.opening.subject.id}:2`, input: { only: 'awaited' } };
    const waiting = await bench.open(second);
    const child = await childOf(parent);
    await until(async () => (await child.snapshot()).view.links.length === 2);
    await cancelled(child);
    await expect(waiting.handle.result()).resolves.toEqual({ outcome: 'over' });
    expect((await waiting.snapshot()).view.stages['awaited#1']).toMatchObject({
      result: 'cancelled',
      detail: { case: child.id },
    });
  });

  it('says so when the other procedure refuses the input', async () => {
    const parent = await open('impossible');
    await parent.handle.result();
    const closed = (await parent.timeline()).find(({ type }) => type === 'stageClosed');
    expect(closed?.data).toMatchObject({ result: 'failed', reason: expect.stringContaining('/input/route') });
  });

  it('looks another subject up in its register', async () => {
    const other = `C-${randomUUID().slice(0, 8)}`;
    const opening = () =>
      buildOpening({ kind: 'composite', input: { only: 'elsewhere', other } }, ['election', 'vote']);
    const unknown = await bench.open(opening());
    await unknown.handle.result();
    expect((await unknown.snapshot()).view.stages['elsewhere#1']).toMatchObject({ result: 'failed' });

    const scope = `${PLACE}/${other}`;
    await registerModels(bench.database()).compounds.collection.insertOne({
      _id: other as never,
      name: '另一示例小区',
      scope,
    } as never);
    const known = await bench.open(opening());
    await known.handle.result();
    const id = `rectification:${other}:1`;
    expect((await known.snapshot()).view.stages['elsewhere#1']).toMatchObject({
      result: 'started',
      detail: { case: id },
    });
    const child = await bench.client.workflow.getHandle(id).query(snapshotQuery);
    expect(child.view.subject).toEqual({ type: 'compound', id: other, name: '另一示例小区', scope });
  });
});
