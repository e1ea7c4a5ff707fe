import { randomUUID } from 'node:crypto';
import { addDays, dayOf } from '../../../domain/calendar/calendar.ts';
import type { Actor } from '../../../domain/organisation/actor.ts';
import { actor, coordinator, office } from '../../support/cases.ts';
import { until } from '../../support/until.ts';
import type { CaseApi } from '../cases/bench.ts';
import type { Answer } from '../support.ts';

export const inSpace = { space: 'rehearsal' } as const;
export const counter = office('residentsCommittee');
export const secondCounter = actor('secondCounter', 'residentsCommittee');
export const convener = office('streetOffice');

const header = '房号,楼栋,专有面积（平方米）,面积来源,状态,业主,业主编号';
/** Three owners of one unit each, a buyer of two, and the developer: five heads, 600 m². */
export const rollFile = [
  header,
  '1-1,1,100,不动产登记,已售,示例甲,',
  '1-2,1,100,不动产登记,已售,示例乙,',
  '1-3,1,100,不动产登记,已售,示例丙,',
  '2-1,2,100,不动产登记,已售,示例丁,B-1',
  '2-2,2,100,不动产登记,已售,示例丁,B-1',
  '2-3,2,100,测绘,未售,,',
].join('\n');

/** A vote as its people drive it. */
export interface VoteDriver {
  id: string;
  compound: string;
  until: string;
  call(by: Partial<Actor>, line: string, body?: unknown, key?: string): Promise<Answer>;
  ballot(by: Partial<Actor>, unit: string, plan: string, rest?: Record<string, unknown>): Promise<Answer>;
  /** Two people read the same from a paper. */
  paper(unit: string, plan: string, castOn?: string): Promise<void>;
  decide(by: Partial<Actor>, stage: string, decision: string, rest: Record<string, unknown>): Promise<Answer>;
  advance(days: number): Promise<void>;
  file(path: string, file: string, by?: Partial<Actor>): Promise<Answer>;
}

export async function uploadRoll(api: CaseApi, compound: string, file = rollFile): Promise<string> {
  const response = await fetch(`${api.base}/api/v1/compounds/${compound}/rolls?asOf=2026-01-01`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await api.tokenFor(coordinator, 'rehearsal')}`, 'content-type': 'text/csv' },
    body: file,
  });
  const { roll } = (await response.json()) as { roll: { id: string } };
  return roll.id;
}

/** @param buildings whose owners alone are asked */
export async function beginVote(api: CaseApi, buildings?: string[]): Promise<VoteDriver> {
  const compound = await api.compound();
  const id = await api.open(
    { kind: 'composite', subject: compound, input: { only: 'vote', ...(buildings && { buildings }) } },
    'rehearsal',
  );
  const call: VoteDriver['call'] = async (by, line, body, key) => {
    const [method = 'GET', path = ''] = line.split(' ');
    const at = `${method} /api/v1/cases/${id}${path}` as const;
    return await api.as(by, at, body, { ...inSpace, ...(key !== undefined && { key }) });
  };
  const driver: VoteDriver = {
    id,
    compound,
    until: '',
    call,
    ballot: (by, unit, plan, rest = {}) => call(by, 'POST /votes/vote-1/ballots', { unit, choices: { plan }, ...rest }),
    paper: async (unit, plan, castOn) => {
      const rest = castOn === undefined ? {} : { castOn };
      await driver.ballot(counter, unit, plan, rest);
      const { body } = await driver.ballot(secondCounter, unit, plan, rest);
      if (body.state !== 'valid') throw new Error(JSON.stringify(body));
    },
    decide: (by, stage, decision, rest) => call(by, 'POST /decisions', { stage, decision, ...rest }),
    advance: async (days) => {
      const { status, body } = await call(coordinator, 'POST /clock', { advance: `P${days}D` });
      if (status !== 200) throw new Error(JSON.stringify(body));
    },
    file: async (path, file, by = counter) => {
      const response = await fetch(`${api.base}/api/v1/cases/${id}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await api.tokenFor(by, 'rehearsal')}`,
          'accept-language': 'en',
          'content-type': 'text/csv',
        },
        body: file,
      });
      return { status: response.status, headers: response.headers, body: await response.json() };
    },
  };
  return driver;
}

/** Attaches a file to the case, as the notice's evidence. */
export async function attach(api: CaseApi, id: string, by: Partial<Actor> = convener): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([Buffer.from('%PDF-1.7\n%%EOF\n')]), '公告.pdf');
  const response = await fetch(`${api.base}/api/v1/cases/${id}/evidence`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await api.tokenFor(by, 'rehearsal')}`,
      'idempotency-key': randomUUID(),
    },
    body: form,
  });
  const answer = (await response.json()) as { id?: string };
  if (answer.id === undefined) throw new Error(JSON.stringify(answer));
  return answer.id;
}

/** Posts the notice of a vote that begins in seventeen days and lasts three. */
export async function announce(api: CaseApi, vote: VoteDriver, roll: string, method = 'mixed'): Promise<Answer> {
  const { body } = await vote.call(coordinator, 'GET ');
  const votingFrom = addDays(dayOf(body.now), 17);
  vote.until = addDays(votingFrom, 2);
  const form = { roll, votingFrom, votingUntil: vote.until, method };
  return await vote.decide(convener, 'vote#1', 'give', { form, evidence: [await attach(api, vote.id)] });
}

/** A vote on its first day. */
export async function openVote(api: CaseApi, buildings?: string[], method?: string): Promise<VoteDriver> {
  const vote = await beginVote(api, buildings);
  const answer = await announce(api, vote, await uploadRoll(api, vote.compound), method);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  await vote.advance(17);
  await until(async () => (await vote.call(coordinator, 'GET /votes/vote-1')).body.box === 'open');
  return vote;
}
