import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { createTermScanActivities } from '../../activities/startBeforeTermEnds.ts';
import { loadCalendars, loadPolicies } from '../../api/policies/loadPolicies.ts';
import { discoverProcedures } from '../../api/procedures/registry.ts';
import type { Space } from '../../config.ts';
import { addDays, buildCalendar, dayOf } from '../../domain/calendar/calendar.ts';
import { resolvePolicy } from '../../domain/policy/resolvePolicy.ts';
import { keepCurrentCalendar, keepCurrentPolicies } from '../../models/keptVersions.ts';
import { type EntryDocument, registerModels } from '../../models/registers.ts';
import { connectClient, connectTemporal } from '../../temporal/connection.ts';
import { policyFolder, TestBench } from '../support/cases.ts';
import { announced, chosen, handedIn, openElection } from '../support/election.ts';
import { until } from '../support/until.ts';

const procedures = (await discoverProcedures()).list();
const today = dayOf(new Date().toISOString());

let bench: TestBench;
let client: Client;
beforeAll(async () => {
  bench = await TestBench.start(undefined, ['live', 'rehearsal']);
  client = await connectClient(bench.config, 'live', await connectTemporal(bench.config));
  const policies = await loadPolicies(policyFolder);
  const calendar = buildCalendar(await loadCalendars(`${policyFolder}/calendars`));
  for (const space of ['live', 'rehearsal'] as const) {
    await keepCurrentCalendar(bench.database(space), calendar);
    await keepCurrentPolicies(bench.database(space), [
      resolvePolicy(policies, 'lanshan'),
      resolvePolicy(policies, 'shinan'),
    ]);
  }
});
afterAll(async () => {
  await client?.connection.close();
  await bench?.stop();
});

let count = 0;
let compound = '';
beforeEach(async () => {
  count += 1;
  compound = `C-70${count}`;
  for (const space of ['live', 'rehearsal'] as const) {
    await registerModels(bench.database(space)).entries.committees.deleteMany({});
    await add('compounds', compound, {}, space);
  }
});

const placeOf = (district = 'linyi/lanshan'): string => `${district}/yinqueshan/hongqi/${compound}`;

async function add(
  register: 'compounds' | 'committees',
  id: string,
  fields: Record<string, unknown>,
  space: Space = 'live',
  district = 'linyi/lanshan',
): Promise<void> {
  const scope = placeOf(district);
  const entry = { _id: id as never, name: `示例${id}`, scope, ...fields };
  await registerModels(bench.database(space)).entries[register].collection.insertOne(entry as never);
}

const committee = (id: string, termEnds: string, more: Record<string, unknown> = {}) =>
  add('committees', id, { compound, termEnds, members: 5, ...more });

/** One look at the registers, on a day. */
async function look(on: string = today, space: Space = 'live') {
  const activities = createTermScanActivities(bench.database(space), {
    client,
    space,
    taskQueue: bench.config.temporal.taskQueue,
    procedures: async () => procedures,
    now: () => `${on}T02:00:00.000Z`,
  });
  return await activities.startBeforeTermEnds();
}

const caseOf = (termEnds: string): string => `election:${compound}:${addDays(termEnds, 1).slice(0, 4)}:1`;

describe('the daily look at terms that end', () => {
  it('starts a re-election lead and preparation before the term ends, and not a day earlier', async () => {
    // Shandong: 90 days before the end, and 60 to prepare.
    const termEnds = addDays(today, 150);
    await committee('OC-1', addDays(termEnds, 1));
    await expect(look()).resolves.toMatchObject({ started: [], refused: [] });
    await registerModels(bench.database('live')).entries.committees.updateOne({ _id: 'OC-1' }, { termEnds });
    await expect(look()).resolves.toEqual({ started: [caseOf(termEnds)], refused: [], more: false });
    const found = async () => await bench.models('live').cases.findById(caseOf(termEnds)).lean();
    await until(async () => (await found()) !== null);
    expect(await found()).toMatchObject({ kind: 'election', subject: { id: compound } });
  });

  it('goes by the law of the place: Qingdao has sixty days', async () => {
    const termEnds = addDays(today, 121);
    await registerModels(bench.database('live')).entries.compounds.deleteOne({ _id: compound });
    await add('compounds', compound, {}, 'live', 'qingdao/shinan');
    await add('committees', 'OC-2', { compound, termEnds, members: 5 }, 'live', 'qingdao/shinan');
    expect((await look()).started).toEqual([]);
    expect((await look(addDays(today, 1))).started).toEqual([caseOf(termEnds)]);
  });

  it('starts one case for each term: not again the next day, after an outage, or after it has failed', async () => {
    const termEnds = addDays(today, 100);
    await committee('OC-3', termEnds);
    const both = await Promise.all([look(), look()]);
    expect(both.flatMap(({ started }) => started)).toEqual([caseOf(termEnds)]);
    await until(async () => (await bench.models('live').cases.findById(caseOf(termEnds)).lean()) !== null);
    expect((await look(addDays(today, 1))).started).toEqual([]);
    await bench.models('live').cases.updateOne({ _id: caseOf(termEnds) }, { $set: { status: 'completed' } });
    expect((await look(addDays(today, 60))).started).toEqual([]);
  });

  it('leaves a term alone that people have begun a case for, also when that case is over', async () => {
    const termEnds = addDays(today, 100);
    await committee('OC-D', termEnds);
    const theirs = { _id: caseOf(termEnds) as never, kind: 'election', subject: { id: compound }, status: 'completed' };
    await bench.models('live').cases.collection.insertOne(theirs as never);
    expect((await look()).started).toEqual([]);
  });

  it('finds what came due while nobody looked, but not what ended long ago', async () => {
    await committee('OC-4', addDays(today, -10));
    expect((await look()).started).toEqual([caseOf(addDays(today, -10))]);
    await registerModels(bench.database('live')).entries.committees.deleteMany({});
    await committee('OC-5', addDays(today, -200));
    expect((await look()).started).toEqual([]);
  });

  it('passes over committees that are retired or followed by another', async () => {
    await committee('OC-6', addDays(today, 20), { retired: true });
    await committee('OC-7', addDays(today, 20));
    await committee('OC-8', addDays(today, 1800));
    expect((await look()).started).toEqual([]);
  });

  it('says what it could not start, and starts the others', async () => {
    await committee('OC-9', addDays(today, 20), { compound: 'C-nowhere' });
    await committee('OC-A', addDays(today, 20));
    const answer = await look();
    expect(answer.started).toEqual([caseOf(addDays(today, 20))]);
    expect(answer.refused).toEqual([expect.stringContaining('OC-9')]);
  });

  it('finds the term that an election has entered, and begins the next one in time', async () => {
    // An election takes months, so it is played in the rehearsal space, whose register is then looked at as if it were the live one.
    const subject = { type: 'compound' as const, id: compound, name: '示例小区', scope: placeOf() };
    const election = await openElection(bench, {}, { id: `election:${compound}:2027:1`, subject });
    await chosen(election);
    await announced(election);
    await handedIn(election);
    await election.decide('filingCheck', 'accept');
    await election.decide('certificate', 'issue');
    await election.decide('training', 'complete');
    await expect(election.handle.result()).resolves.toEqual({ outcome: 'filed' });
    const { committees } = registerModels(bench.database('rehearsal')).entries;
    const entered = async () => await committees.findOne({ compound }).lean<EntryDocument>();
    await until(async () => (await entered()) !== null);
    const committee = await entered();
    expect(committee).toMatchObject({ _id: `OC-${compound}`, updatedBy: `case:${election.id}`, members: 5 });

    const termEnds = String(committee?.['termEnds']);
    const lookThen = async (on: string) =>
      await createTermScanActivities(bench.database('rehearsal'), {
        client: bench.client,
        space: 'live',
        taskQueue: bench.config.temporal.taskQueue,
        procedures: async () => procedures,
        now: () => `${on}T02:00:00.000Z`,
      }).startBeforeTermEnds();
    await expect(lookThen(addDays(termEnds, -151))).resolves.toMatchObject({ started: [], refused: [] });
    const next = caseOf(termEnds);
    await expect(lookThen(addDays(termEnds, -150))).resolves.toMatchObject({ started: [next], refused: [] });
    const { cases, timeline } = bench.models('rehearsal');
    await until(async () => (await cases.findById(next).lean()) !== null);
    const opened = await timeline.findOne({ case: next, seq: 1 }).lean();
    expect(opened?.event.data).toMatchObject({ term: next.split(':')[2], route: 'reelection' });
    await expect(lookThen(addDays(termEnds, -149))).resolves.toMatchObject({ started: [], refused: [] });
  });

  it('leaves the rehearsal space alone', async () => {
    await add('committees', 'OC-B', { compound, termEnds: addDays(today, 20), members: 5 }, 'rehearsal');
    await expect(look(today, 'rehearsal')).resolves.toEqual({ started: [], refused: [], more: false });
  });

  it('is part of the daily housekeeping', async () => {
    const termEnds = addDays(today, 30);
    await committee('OC-C', termEnds);
    const workflowId = `housekeeping-test-${compound}`;
    const { taskQueue } = bench.config.temporal;
    await client.workflow.execute('housekeeping', { taskQueue, workflowId, args: [] });
    await until(async () => (await bench.models('live').cases.findById(caseOf(termEnds)).lean()) !== null);
  });
});
