import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Client, Connection as TemporalConnection, WorkflowHandle } from '@temporalio/client';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, WorkflowIdReusePolicy } from '@temporalio/common';
import proto from '@temporalio/proto';
import {
  DefaultLogger,
  type NativeConnection,
  Runtime,
  type Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import mongoose, { type Connection } from 'mongoose';
import { loadCalendars, loadPolicies } from '../../api/policies/loadPolicies.ts';
import type { Config, Space } from '../../config.ts';
import { buildCalendar, dayOf, type PlainDay } from '../../domain/calendar/calendar.ts';
import type { ActInput, ActName } from '../../domain/case/acts.ts';
import type { CaseOpening } from '../../domain/case/opening.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import type { OfficeCode } from '../../domain/organisation/offices.ts';
import { caseParameters, resolvePolicy } from '../../domain/policy/resolvePolicy.ts';
import type { Json } from '../../domain/text.ts';
import type { TimelineEvent } from '../../domain/timeline/event.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import { type CaseModels, caseModels } from '../../models/caseModels.ts';
import { advanceCase, advanceCaseTo, virtualTime } from '../../temporal/clock.ts';
import { connectClient, connectTemporal } from '../../temporal/connection.ts';
import { ensureNamespaces } from '../../temporal/namespaces.ts';
import { connectWorker } from '../../temporal/workerConnection.ts';
import { createWorker } from '../../worker/createWorker.ts';
import { type ActAnswer, actUpdates, type CaseSnapshot, snapshotQuery } from '../../workflows/messages.ts';
import { suiteConfig } from './servers.ts';
import { testBundle } from './trial/bundle.ts';
import { until } from './until.ts';

const ADMITTED =
  proto.temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ADMITTED;

Runtime.install({ logger: new DefaultLogger('ERROR') });

export const policyFolder = fileURLToPath(new URL('../../policies', import.meta.url));
const policies = await loadPolicies(policyFolder);
const years = await loadCalendars(`${policyFolder}/calendars`);

/** The place every test case is in, unless it says otherwise. */
export const PLACE = 'linyi/lanshan/yinqueshan/hongqi';

export function actor(id: string, office?: OfficeCode, overrides: Partial<Actor> = {}): Actor {
  return {
    id,
    name: `示例 ${id}`,
    role: 'reviewer',
    scope: PLACE,
    posts: office ? [{ office, scope: 'linyi/lanshan' }] : [],
    ...overrides,
  };
}

/** One reviewer per office, named after it; as in the sample data. */
export const office = (code: OfficeCode): Actor => actor(code, code);
export const coordinator = actor('coordinator', undefined, { role: 'coordinator', scope: 'linyi/lanshan' });

/** An opening of a rectification, or of another procedure: `overrides` name its kind, `sections` its policy. */
export function buildOpening(
  overrides: Partial<CaseOpening> = {},
  sections: readonly string[] = ['rectification', 'pairing'],
): CaseOpening {
  const subjectId = `C-${randomUUID().slice(0, 8)}`;
  const locality = overrides.locality ?? 'linyi';
  const resolved = resolvePolicy(policies, locality);
  const kind = overrides.kind ?? 'rectification';
  return {
    id: `${kind}:${subjectId}:1`,
    kind,
    space: 'rehearsal',
    subject: { type: 'compound', id: subjectId, name: '示例小区', scope: `${PLACE}/${subjectId}` },
    input: { route: 'initialRanking', baselineMonthlyComplaints: 40 },
    locality,
    policy: {
      version: resolved.version,
      parameters: caseParameters(resolved, [...sections, 'ladder', 'acts']),
    },
    calendar: buildCalendar(years),
    campaign: null,
    links: [],
    startedBy: coordinator,
    key: randomUUID(),
    body: hashOf('start'),
    epoch: 1,
    ...overrides,
  };
}

/** An opening of the trial procedure, from one of its stages on; `parameters` are added as its section `trial`. */
export function buildTrial(
  skipTo: 'opinion' | 'notice' | 'visit' | 'seal' = 'opinion',
  parameters: Record<string, { value: Json; unit: string }> = {},
  overrides: Partial<CaseOpening> = {},
): CaseOpening {
  const opening = buildOpening({ kind: 'trial', input: { skipTo }, ...overrides });
  const trial = { postingDays: { value: 7, unit: 'calendarDays' }, ...parameters };
  opening.policy.parameters['trial'] = Object.fromEntries(
    Object.entries(trial).map(([name, each]) => [name, { ...each, source: 'test' }]),
  );
  return opening;
}

/** Changes single parameters of an opening's policy, such as `{ 'rectification.planDueDays': 3 }`. */
export function withPolicy(
  opening: CaseOpening,
  values: Record<string, string | number | boolean | null>,
): CaseOpening {
  const changed = structuredClone(opening);
  for (const [name, value] of Object.entries(values)) {
    const [section = '', key = ''] = name.split('.');
    const parameter = changed.policy.parameters[section]?.[key];
    if (!parameter) throw new Error(`no parameter ${name}`);
    parameter.value = value;
  }
  return changed;
}

/** A worker with its read model, on a suite's own task queue and databases. */
export class TestBench {
  readonly config: Config;
  readonly client: Client;
  readonly mongo: Connection;
  private readonly connection: NativeConnection;
  private readonly temporal: TemporalConnection;
  private readonly workers = new Map<Space, { worker: Worker; running: Promise<void> }>();
  private readonly joined = new Set<() => Promise<void>>();

  private constructor(
    config: Config,
    temporal: TemporalConnection,
    client: Client,
    mongo: Connection,
    connection: NativeConnection,
  ) {
    this.config = config;
    this.temporal = temporal;
    this.client = client;
    this.mongo = mongo;
    this.connection = connection;
  }

  static async start(config?: Config, startSpaces: readonly Space[] = ['rehearsal']): Promise<TestBench> {
    const used = config ?? (await suiteConfig());
    const temporal = await connectTemporal(used);
    await ensureNamespaces(temporal, used);
    const client = await connectClient(used, 'rehearsal', temporal);
    const mongo = await reached(used.mongodb.uri ?? '');
    const bench = new TestBench(used, temporal, client, mongo, await connectWorker(used));
    try {
      for (const space of startSpaces) await bench.startWorker(space);
    } catch (error) {
      // What stays open would keep the suite from ending.
      await bench.stop();
      throw error;
    }
    return bench;
  }

  async startWorker(space: Space = 'rehearsal', bundle?: WorkflowBundleOption): Promise<void> {
    const worker = await createWorker({
      config: this.config,
      space,
      connection: this.connection,
      client: await connectClient(this.config, space, this.temporal),
      database: this.database(space),
      bundle: bundle ?? (await testBundle()),
    });
    this.workers.set(space, { worker, running: worker.run() });
  }

  async stopWorker(space: Space = 'rehearsal'): Promise<void> {
    const entry = this.workers.get(space);
    this.workers.delete(space);
    entry?.worker.shutdown();
    await entry?.running;
  }

  /**
   * One more worker on the same task queue, as of another machine: its own connection, and code of its own.
   *
   * @returns has it leave
   */
  async joinWorker(bundle: WorkflowBundleOption, space: Space = 'rehearsal'): Promise<() => Promise<void>> {
    const connection = await connectWorker(this.config);
    const worker = await createWorker({
      config: this.config,
      space,
      connection,
      client: await connectClient(this.config, space, this.temporal),
      database: this.database(space),
      bundle,
    });
    const running = worker.run();
    const leave = async (): Promise<void> => {
      if (!this.joined.delete(leave)) return;
      worker.shutdown();
      await running;
      await connection.close();
    };
    this.joined.add(leave);
    return leave;
  }

  working(space: Space = 'rehearsal'): boolean {
    return this.workers.has(space);
  }

  database(space: Space = 'rehearsal'): Connection {
    return this.mongo.useDb(this.config.mongodb.databases[space], { useCache: true });
  }

  models(space: Space = 'rehearsal'): CaseModels {
    return caseModels(this.database(space));
  }

  async open(opening: CaseOpening = buildOpening(), historyBound?: number): Promise<TestCase> {
    const handle = await this.client.workflow.start(opening.kind, {
      taskQueue: this.config.temporal.taskQueue,
      workflowId: opening.id,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
      args: [{ opening, ...(historyBound !== undefined && { historyBound }) }],
    });
    return new TestCase(this, opening, handle);
  }

  async stop(): Promise<void> {
    for (const space of this.workers.keys()) await this.stopWorker(space);
    for (const leave of this.joined) await leave();
    await this.connection.close();
    await this.client.connection.close();
    await this.mongo.close();
  }
}

/** A running case, driven as its people would. */
export class TestCase {
  readonly bench: TestBench;
  readonly opening: CaseOpening;
  readonly handle: WorkflowHandle;

  constructor(bench: TestBench, opening: CaseOpening, handle: WorkflowHandle) {
    this.bench = bench;
    this.opening = opening;
    this.handle = handle;
  }

  get id(): string {
    return this.opening.id;
  }

  async snapshot(): Promise<CaseSnapshot> {
    try {
      return await this.handle.query(snapshotQuery);
    } catch (error) {
      throw (await this.parkedBy()) ?? error;
    }
  }

  /** The bug a case is parked by, which Temporal's answer to a query does not name. */
  private async parkedBy(): Promise<Error | undefined> {
    const { events } = await this.bench.client.workflow.getHandle(this.id).fetchHistory();
    const failure = events?.at(-1)?.workflowTaskFailedEventAttributes?.failure;
    return failure ? new Error(`${this.id} is parked: ${failure.message}`) : undefined;
  }

  async act<N extends ActName>(name: N, by: Actor, input: ActInput<N>, key: string = randomUUID()): Promise<ActAnswer> {
    // The handle of the latest run: a case continues as new while it is driven.
    const latest = this.bench.client.workflow.getHandle(this.id);
    return await latest.executeUpdate(actUpdates[name] as (typeof actUpdates)['comment'], {
      args: [{ key, body: hashOf(JSON.parse(JSON.stringify(input))), actor: by, input } as never],
      updateId: key,
    });
  }

  /** Decides as the office the open task asks. */
  async decide(
    stage: string,
    decision: string,
    rest: Partial<ActInput<'decide'>> = {},
    by?: Actor,
  ): Promise<ActAnswer> {
    const asked = by ?? office((await this.task(stage)).office);
    return await this.act('decide', asked, { stage, decision, ...rest });
  }

  async task(stage: string): Promise<CaseSnapshot['tasks'][number]> {
    const { tasks } = await this.snapshot();
    const found = tasks.filter((task) => task.id === stage || task.stage === stage || task.id.startsWith(`${stage}.`));
    const [task] = found;
    if (!task) throw new Error(`${stage} is not open; open: ${tasks.map(({ id }) => id).join(', ')}`);
    return task;
  }

  /** Attaches a file's reference, as the API does after it stored the file. */
  async evidence(by: Actor = coordinator): Promise<string> {
    const id = randomUUID().slice(0, 12);
    await this.act('attachEvidence', by, {
      id,
      sha256: hashOf(id),
      name: '示例照片.jpg',
      size: 1000,
      mediaType: 'image/jpeg',
    });
    return id;
  }

  /** Moves the case's own clock. */
  async advance(duration: string): Promise<void> {
    await advanceCase(this.bench.client, this.id, duration);
  }

  /** Moves the case's clock to an instant. */
  async advanceTo(instant: string): Promise<void> {
    await advanceCaseTo(this.bench.client, this.id, new Date(instant));
  }

  /** The case's own day. */
  async today(): Promise<PlainDay> {
    return dayOf((await virtualTime(this.bench.client, this.id)).now.toISOString());
  }

  /**
   * Sends an act and returns once the server has it, whether or not a worker is there to carry it out.
   * `answer` settles as `act` would.
   */
  async send<N extends ActName>(
    name: N,
    by: Actor,
    input: ActInput<N>,
    key: string = randomUUID(),
  ): Promise<{ answer: Promise<ActAnswer> }> {
    const answer = this.act(name, by, input, key);
    // It is looked at later, when a worker is there.
    answer.catch(() => undefined);
    const { workflowService, options } = this.bench.client;
    await until(() =>
      workflowService
        .pollWorkflowExecutionUpdate({
          namespace: options.namespace,
          updateRef: { workflowExecution: { workflowId: this.id }, updateId: key },
          waitPolicy: { lifecycleStage: ADMITTED },
        })
        .then(() => true)
        .catch(() => false),
    );
    return { answer };
  }

  /** What Temporal remembers of each run so far, oldest first, as the names of its events. */
  async histories(): Promise<string[][]> {
    const runs: string[][] = [];
    for (let runId: string | null | undefined = ''; runId !== undefined && runId !== null; ) {
      const { events } = await this.bench.client.workflow.getHandle(this.id, runId || undefined).fetchHistory();
      runs.unshift((events ?? []).map((event) => eventName(event)));
      runId = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
    }
    return runs;
  }

  /** The timeline as readers see it, once the read model has all the case has said. */
  async timeline(): Promise<TimelineEvent[]> {
    const { view } = await this.snapshot();
    const models = this.bench.models();
    await until(async () => (await models.timeline.countDocuments({ case: this.id })) >= view.revision);
    const documents = await models.timeline.find({ case: this.id }).sort({ epoch: 1, seq: 1 }).lean();
    return documents.map(({ event }) => event);
  }
}

/** The refusal code and fields an act was refused with. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<{ code: string; detail: string; pointers: string[] }> {
  try {
    await promise;
  } catch (error) {
    const cause = error instanceof WorkflowUpdateFailedError ? error.cause : error;
    if (cause instanceof ApplicationFailure) {
      const fields = (cause.details?.[0] ?? []) as { pointer: string }[];
      return { code: cause.type ?? '', detail: cause.message, pointers: fields.map(({ pointer }) => pointer) };
    }
    throw error;
  }
  throw new Error('it was accepted');
}

/** Such as `TimerStarted`: the one member of an event that holds its attributes names it. */
function eventName(event: object): string {
  const attributes = Object.entries(event).find(([name, value]) => name.endsWith('EventAttributes') && value !== null);
  const name = attributes?.[0].slice(0, -'EventAttributes'.length) ?? '';
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** A connection that gives up soon when MongoDB goes away; a busy machine may need several attempts to reach it at first. */
async function reached(uri: string): Promise<mongoose.Connection> {
  for (;;) {
    try {
      return await mongoose.createConnection(uri, { serverSelectionTimeoutMS: 2000 }).asPromise();
    } catch (error) {
      if (!(error instanceof mongoose.Error.MongooseServerSelectionError)) throw error;
    }
  }
}
