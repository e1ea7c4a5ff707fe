import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { pathsTo, registerModels } from '../../models/registers.ts';
import { PLACE } from '../../test/support/cases.ts';

const chunk = 1000;
const district = 'linyi/lanshan';

/** Calls the API as one user; what a busy machine does not answer in time is repeated as it was. @throws when it is refused */
export type Call = (
  method: string,
  path: string,
  body: unknown,
  headers?: Record<string, string>,
) => Promise<{ answer: { id: string }; etag: string }>;

export function callerOf(url: string, token: string): Call {
  return async (method, path, body, headers = {}) => {
    const request: RequestInit = {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    };
    let response = await fetch(url + path, request);
    while (response.status === 503) {
      await pause(Number(response.headers.get('retry-after') ?? 1) * 1000);
      response = await fetch(url + path, request);
    }
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return { answer: (await response.json()) as { id: string }, etag: response.headers.get('etag') ?? '' };
  };
}

/** New compounds of the register, straight into the database. */
export async function enterCompounds(ids: readonly string[], database: Connection): Promise<void> {
  const { compounds, places } = registerModels(database);
  const [city = '', part = '', street = '', community = ''] = PLACE.split('/');
  await places.collection.updateOne(
    { _id: district as never },
    { $setOnInsert: { level: 'district', name: '示例区', within: [district] } },
    { upsert: true },
  );
  await compounds.collection.insertMany(
    ids.map((id) => ({
      _id: id as never,
      name: '示例小区',
      city,
      district: part,
      street,
      community,
      scope: `${PLACE}/${id}`,
      within: pathsTo(`${PLACE}/${id}`),
      grams: [],
      revision: 1,
      updatedAt: new Date(),
    })),
  );
}

/** A draft with so many new compounds, each with its three ones. */
export async function draftOf(
  count: number,
  call: Call,
  database: Connection,
): Promise<{ campaign: string; compounds: string[] }> {
  const ids = Array.from({ length: count }, (_, n) => `C-${n}-${randomUUID().slice(0, 6)}`);
  await enterCompounds(ids, database);
  let { answer, etag } = await call('POST', '/campaigns', { name: '示例', place: district, month: '2026-10' });
  for (let n = 0; n < count; n += chunk) {
    const add = ids.slice(n, n + chunk).map((compound, index) => ({
      compound,
      route: 'initialRanking',
      reason: { zh: `第${index}名`, en: `rank ${index}` },
      baselineMonthlyComplaints: 10,
      staffing: { leader: `领导${index}`, redSecretary: `单位${index}`, departments: ['示例局'] },
    }));
    ({ answer, etag } = await call('PUT', `/campaigns/${answer.id}/compounds`, { add }, { 'if-match': etag }));
  }
  return { campaign: answer.id, compounds: ids };
}
