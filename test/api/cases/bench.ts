import { randomUUID } from 'node:crypto';
import { discoverProcedures } from '../../../api/procedures/registry.ts';
import type { Config, Space } from '../../../config.ts';
import type { Actor } from '../../../domain/organisation/actor.ts';
import type { OfficeCode } from '../../../domain/organisation/offices.ts';
import { pathsTo } from '../../../models/registers.ts';
import { coordinator, office, PLACE, TestBench } from '../../support/cases.ts';
import { suiteConfig } from '../../support/servers.ts';
import { procedure as composite } from '../../support/trial/procedures/composite.ts';
import { procedure as trial } from '../../support/trial/procedures/trial.ts';
import { until } from '../../support/until.ts';
import { type Answer, type CallOptions, startApi, type TestApi } from '../support.ts';

/** The API and a worker on databases and a task queue of their own. */
export interface CaseApi extends TestApi {
  bench: TestBench;
  /** Calls as somebody, in one space; a POST gets a fresh Idempotency-Key unless it brings one. */
  as(
    actor: Partial<Actor>,
    line: `${string} /${string}`,
    body?: unknown,
    options?: CallOptions & { key?: string; space?: Space },
  ): Promise<Answer>;
  /** Enters a compound and returns its id. */
  compound(overrides?: { id?: string; scope?: string; name?: string }): Promise<string>;
  /** Starts a rectification of a fresh compound and returns its id. */
  open(body?: Record<string, unknown>, space?: Space): Promise<string>;
  /** Decides as the office that the task asks. */
  decide(id: string, stage: string, decision: string, rest?: Record<string, unknown>, by?: OfficeCode): Promise<Answer>;
  stopAll(): Promise<void>;
}

export const input = { route: 'initialRanking', baselineMonthlyComplaints: 40 };

export async function startCaseApi(config?: Config, spaces: readonly Space[] = ['live']): Promise<CaseApi> {
  const used = config ?? (await suiteConfig({ LOG_LEVEL: 'silent' }));
  const bench = await TestBench.start(used, spaces);
  const api = await startApi({ config: used, procedures: await discoverProcedures([trial, composite]) });
  await api.connected;
  const as: CaseApi['as'] = async (actor, line, body, { key, space = 'live', headers, ...options } = {}) =>
    await api.call(line, {
      token: await api.tokenFor(actor, space),
      headers: { ...(!line.startsWith('GET') && { 'idempotency-key': key ?? randomUUID() }), ...headers },
      ...(body !== undefined && { body }),
      ...options,
    });
  const compound: CaseApi['compound'] = async ({
    id = `C-${randomUUID().slice(0, 8)}`,
    scope = `${PLACE}/${id}`,
    name = '示例小区',
  } = {}) => {
    const [city = '', district = '', street = '', community = ''] = scope.split('/');
    const document = {
      _id: id,
      name,
      scope,
      city,
      district,
      street,
      community,
      within: pathsTo(scope),
      grams: [],
      revision: 1,
      updatedAt: new Date(),
    };
    for (const space of ['live', 'rehearsal'] as const) {
      await api.services.spaces[space].registers.compounds.collection.insertOne({ ...document } as never);
    }
    return id;
  };
  const caseApi: CaseApi = {
    ...api,
    bench,
    as,
    compound,
    open: async (body, space = 'live') => {
      const subject = await compound();
      const [start, key] = [{ kind: 'rectification', subject, input, ...body }, randomUUID()];
      const send = () => as(coordinator, 'POST /api/v1/cases', start, { space, key });
      // As a careful client does: no answer in time is no refusal.
      let answer = await send();
      while (answer.body.code === 'outcome-unknown') answer = await send();
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body.id;
    },
    decide: async (id, stage, decision, rest = {}, by) => {
      let task: { id: string; stage: string; office: OfficeCode } | undefined;
      await until(async () => {
        const { body } = await as(coordinator, `GET /api/v1/cases/${id}`);
        task = body.tasks.find((each: { id: string; stage: string }) => each.id === stage || each.stage === stage);
        return task !== undefined;
      });
      return await as(office(by ?? task?.office ?? 'housingBureau'), `POST /api/v1/cases/${id}/decisions`, {
        stage: task?.id ?? stage,
        decision,
        ...rest,
      });
    },
    stopAll: async () => {
      await api.stop();
      await bench.stop();
    },
  };
  return caseApi;
}

export const nomination = { leader: '示例副区长', redSecretary: '示例局', departments: ['示例住建局'] };
