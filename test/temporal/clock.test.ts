import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Client, Connection } from '@temporalio/client';
import { Client as PlainClient } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { Config } from '../../config.ts';
import { advanceCase, advanceCaseTo, ClockError, virtualTime } from '../../temporal/clock.ts';
import { connectClient } from '../../temporal/connection.ts';
import { connectWorker } from '../../temporal/workerConnection.ts';
import { suiteConfig } from '../support/servers.ts';
import { type dailyReminder, type monthlyCheck, type observation, signOff } from './workflows/clockWorkflows.ts';

const day = 24 * 60 * 60 * 1000;
const minute = 60 * 1000;

/** A contract with the server: what the rehearsal, the API and all tests of procedures rely on. */
describe('the rehearsal clock', () => {
  let config: Config;
  let client: Client;
  let live: Client;
  let worker: Worker;
  let running: Promise<void>;

  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    config = await suiteConfig();
    client = await connectClient(config, 'rehearsal');
    live = await connectClient(config, 'live', client.connection as Connection);
    const workflowsPath = fileURLToPath(new URL('./workflows/clockWorkflows.ts', import.meta.url));
    worker = await Worker.create({
      connection: await connectWorker(config),
      namespace: config.temporal.namespaces.rehearsal,
      taskQueue: config.temporal.taskQueue,
      workflowBundle: await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') }),
    });
    running = worker.run();
  });

  afterAll(async () => {
    worker?.shutdown();
    await running;
    await client?.connection.close();
  });

  async function start(
    workflow: typeof observation | typeof dailyReminder | typeof monthlyCheck | string,
    ...args: unknown[]
  ): Promise<string> {
    const workflowId = `clock-${randomUUID()}`;
    await client.workflow.start(workflow as string, { workflowId, taskQueue: config.temporal.taskQueue, args });
    return workflowId;
  }

  const describeStatus = async (id: string) => (await client.workflow.getHandle(id).describe()).status.name;

  it('moves a case to day 89, where it still observes, and past day 90, where it waits for a signature', async () => {
    const id = await start('observation');
    const before = await virtualTime(client, id);

    const day89 = await advanceCase(client, id, 'P89D');
    expect(day89.ended).toBe(false);
    expect((day89.now.getTime() - before.now.getTime()) / day).toBeCloseTo(89, 2);
    const history = await client.workflow.getHandle(id).fetchHistory();
    expect(history.events?.filter(({ timerFiredEventAttributes }) => timerFiredEventAttributes)).toHaveLength(0);

    await advanceCase(client, id, 'P2D');
    await client.workflow.getHandle(id).signal(signOff);
    await expect(client.workflow.getHandle(id).result()).resolves.toBe('signed');
  });

  it('lets somebody act a minute before the deadline', async () => {
    const id = await start('observation');
    const { now } = await virtualTime(client, id);
    const deadline = now.getTime() + 120 * day;
    const { now: there } = await advanceCaseTo(client, id, new Date(deadline - minute));
    expect(Math.abs(there.getTime() - (deadline - minute))).toBeLessThan(minute / 2);
    await client.workflow.getHandle(id).signal(signOff);
    await expect(client.workflow.getHandle(id).result()).resolves.toBe('signed');
  });

  it('stands where it is when asked to go back', async () => {
    const id = await start('observation');
    const { now } = await advanceCase(client, id, 'P10D');
    const still = await advanceCaseTo(client, id, new Date(now.getTime() - day));
    expect(still.now.getTime() - now.getTime()).toBeLessThan(minute);
  });

  it('takes the end of a case on the way as normal, and stands at that end', async () => {
    const id = await start('observation');
    const { now } = await virtualTime(client, id);
    const clock = await advanceCase(client, id, 'P1Y');
    expect(clock.ended).toBe(true);
    expect(await describeStatus(id)).toBe('COMPLETED');
    expect((clock.now.getTime() - now.getTime()) / day).toBeCloseTo(120, 1);
    await expect(advanceCase(client, id, 'P1D')).resolves.toEqual(clock);
  });

  it('carries virtual time over continue-as-new', async () => {
    const id = await start('monthlyCheck', 3);
    const { now } = await virtualTime(client, id);
    await expect(advanceCase(client, id, 'P100D')).resolves.toMatchObject({ ended: true });
    const end = new Date(await client.workflow.getHandle(id).result());
    expect((end.getTime() - now.getTime()) / day).toBeCloseTo(90, 1);
  });

  it('says so when the server stopped skipping half-way', async () => {
    const id = await start('dailyReminder', 8);
    await expect(advanceCase(client, id, 'P8D', { maxSkips: 2 })).rejects.toMatchObject({
      code: 'clock-interrupted',
      message: expect.stringContaining('time skipping was disabled'),
    });
    expect(await describeStatus(id)).toBe('RUNNING');
  });

  it('says so when a case is still at work', async () => {
    const id = `clock-${randomUUID()}`;
    await client.workflow.start('observation', { workflowId: id, taskQueue: 'a queue without a worker' });
    await expect(advanceCase(client, id, 'P1D', { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'clock-interrupted',
    });
    await client.workflow.getHandle(id).terminate();
  });

  it.each(['P0D', '-P1D', 'P91', 'a week', 'P400Y', '', 0, -1, Number.NaN, Number.MAX_SAFE_INTEGER])(
    'refuses to move by %p',
    async (duration) => {
      const id = await start('observation');
      await expect(advanceCase(client, id, duration)).rejects.toMatchObject({ code: 'clock-range' });
    },
  );

  it('knows when there is no such case', async () => {
    await expect(advanceCase(client, 'nobody', 'P1D')).rejects.toMatchObject({ code: 'case-not-found' });
    await expect(virtualTime(client, 'nobody')).rejects.toBeInstanceOf(ClockError);
  });

  it('refuses in the live space, and so does the server by itself', async () => {
    const workflowId = `clock-${randomUUID()}`;
    const handle = await live.workflow.start('observation', { workflowId, taskQueue: config.temporal.taskQueue });
    await expect(advanceCase(live, workflowId, 'P1D')).rejects.toMatchObject({ code: 'clock-refused' });

    // A client the module knows nothing about: here it is the server that says no.
    const plain = new PlainClient({ connection: live.connection, namespace: config.temporal.namespaces.live });
    await expect(advanceCase(plain, workflowId, 'P1D', { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'clock-refused',
    });
    const started = plain.workflowService.startWorkflowExecution({
      namespace: config.temporal.namespaces.live,
      workflowId: `clock-${randomUUID()}`,
      workflowType: { name: 'observation' },
      taskQueue: { name: config.temporal.taskQueue },
      requestId: randomUUID(),
      timeSkippingConfig: { enabled: true },
    });
    await expect(started).rejects.toThrow(/Time-Skipping feature is not enabled/);
    await handle.terminate();
  });

  it('refuses in the live space even where the server would allow it', async () => {
    // Temporal's development server cannot confine time skipping to a namespace: stood for by a live space of that name.
    const allowed = config.temporal.namespaces.rehearsal;
    const namespaces = { live: allowed, rehearsal: 'another' };
    const client = await connectClient(
      { temporal: { ...config.temporal, namespaces } },
      'live',
      live.connection as Connection,
    );
    const id = await start('observation');
    await expect(advanceCase(client, id, 'P1D')).rejects.toMatchObject({ code: 'clock-refused' });
  });
});
