import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../domain/calendar/calendar.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { buildOpening, buildTrial, coordinator, office, refusal, TestBench, type TestCase } from '../support/cases.ts';
import {
  accepted,
  cleanMonth,
  nomination,
  planned,
  problem,
  seats,
  solved,
  staffed,
} from '../support/rectification.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

/** Continues as new at every quiet moment. */
const ALWAYS = 1;

const runsOf = async (compound: TestCase): Promise<number> => (await compound.histories()).length;

/** Lets the case rest, so that it continues as new where it stands. */
async function renewed(compound: TestCase): Promise<void> {
  const { runId } = await bench.client.workflow.getHandle(compound.id).describe();
  await compound.act('comment', coordinator, { text: '示例：换班' });
  await until(async () => (await bench.client.workflow.getHandle(compound.id).describe()).runId !== runId);
}

async function drive(compound: TestCase): Promise<TestCase> {
  await staffed(compound);
  await planned(compound);
  await solved(compound, 'P1', 'P2');
  await accepted(compound);
  for (const month of [1, 2, 3]) {
    await compound.timeline();
    await compound.advance('P32D');
    await until(async () => (await compound.snapshot()).tasks.some(({ part }) => part === `month-${month}`));
    await compound.decide(`observation#1.month-${month}`, 'report', { form: cleanMonth });
  }
  await compound.decide('closing', 'close');
  return compound;
}

describe('a case that continues as new again and again', () => {
  it('has the same timeline as one that never does', async () => {
    const [plain, often] = await Promise.all(
      [undefined, 25].map(async (bound) => drive(await bench.open(buildOpening(), bound))),
    );
    if (!plain || !often) throw new Error('two cases were driven');
    const outline = async (compound: TestCase): Promise<unknown[]> =>
      (await compound.timeline()).map(({ type, stage, actor, data }) => [
        type,
        stage,
        actor.id,
        data.decision,
        data.result,
      ]);
    expect(await outline(often)).toEqual(await outline(plain));
    expect(await runsOf(plain)).toBe(1);
    expect(await runsOf(often)).toBeGreaterThan(5);
    const { view } = await often.snapshot();
    expect(verifyChain(await often.timeline(), new Map(), view.head)).toEqual([]);
    expect(view).toMatchObject({ status: 'completed', outcome: 'closed' });
    const document = await bench.models().cases.findById(often.id).lean();
    expect(document).toMatchObject({ status: 'completed', outcome: 'closed', head: view.head, stage: null });
  });

  it('keeps the votes of a joint review that is half done', async () => {
    const compound = await bench.open(buildTrial('opinion'), ALWAYS);
    await compound.decide('opinion#1.housing', 'agree');
    await renewed(compound);
    await expect(
      refusal(compound.act('decide', office('housingBureau'), { stage: 'opinion#1.housing', decision: 'agree' })),
    ).resolves.toMatchObject({ code: 'already-decided' });
    await compound.decide('opinion#1.civil', 'agree');
    expect((await compound.snapshot()).view.stages).toMatchObject({ 'opinion#1': { result: 'carried' } });
  });

  it('keeps objections and the days of a posting', async () => {
    const compound = await bench.open(buildTrial('notice'), ALWAYS);
    await compound.decide('notice#1', 'post', { evidence: [await compound.evidence()] });
    await compound.decide('notice#1.objection', 'object', { comment: '示例' });
    await renewed(compound);
    await compound.decide('notice#1.settlement-1', 'uphold', { comment: '示例' });
    await renewed(compound);
    await compound.timeline();
    await compound.advance('P8D');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'lost' });
  });

  it('keeps the problems, the listing and the work of a ledger', async () => {
    const compound = await bench.open(buildOpening(), ALWAYS);
    await staffed(compound);
    await planned(compound);
    await compound.decide('execution#1.P1', 'complete', { evidence: [await compound.evidence()] });
    await renewed(compound);
    const dueOn = addDays(await compound.today(), 9);
    await compound.decide('execution#1.list', 'list', { form: { problems: [problem('publicSecurity', dueOn)] } });
    await compound.decide('execution#1.P1-verify', 'fail', { comment: '示例' });
    await renewed(compound);
    const { problems } = await compound.snapshot();
    expect(problems.map(({ id, status, reopened }) => [id, status, reopened])).toEqual([
      ['P1', 'open', 1],
      ['P2', 'open', 0],
      ['P3', 'open', 0],
    ]);
    await solved(compound, 'P1', 'P2', 'P3');
    expect((await compound.snapshot()).view.stage).toBe('midtermAcceptance');
  });

  it('keeps the months of an observation, and its companions beside it', async () => {
    const compound = await bench.open(buildOpening(), ALWAYS);
    await staffed(compound);
    await planned(compound);
    await solved(compound, 'P1', 'P2');
    await accepted(compound);
    await compound.timeline();
    await compound.advance('P32D');
    await until(async () => (await compound.snapshot()).tasks.some(({ part }) => part === 'month-1'));
    await compound.decide('observation#1.month-1', 'report', { form: cleanMonth });
    await compound.decide('monthlyWatch#1', 'report', { form: { ...cleanMonth, cityRank: 400 } });
    await renewed(compound);
    const { tasks, view } = await compound.snapshot();
    expect(view.stages).toMatchObject({
      'observation#1': { status: 'open' },
      'monthlyWatch#1': { result: 'reported' },
      'monthlyWatch#2': { status: 'open' },
      'memberChange#1': { status: 'open' },
    });
    expect(tasks.map(({ id }) => id)).toContain('memberChange#1');
    await compound.timeline();
    await compound.advance('P64D');
    await until(async () => (await compound.snapshot()).tasks.some(({ part }) => part === 'month-3'));
    await compound.decide('observation#1.month-2', 'report', { form: cleanMonth });
    await compound.decide('observation#1.month-3', 'report', { form: cleanMonth });
    expect((await compound.snapshot()).view.stage).toBe('closing');
  });

  it('takes back a decision of an earlier run', async () => {
    const compound = await bench.open(buildOpening(), ALWAYS);
    const made = await compound.decide('nomination', 'nominate', { form: nomination });
    await renewed(compound);
    await compound.act('correct', office('organisationDept'), {
      event: made.events.from,
      decision: 'nominate',
      form: { ...nomination, leader: '示例副书记' },
      comment: '示例',
    });
    await renewed(compound);
    for (const seat of seats) await compound.decide(`acceptance#1.${seat}`, 'accept');
    expect((await compound.snapshot()).view.stage).toBe('gazette');
    expect(verifyChain(await compound.timeline())).toEqual([]);
  });

  it('answers a key of an earlier run as it did then, and refuses it for another body', async () => {
    const compound = await bench.open(buildOpening(), ALWAYS);
    const key = randomUUID();
    const input = { stage: 'nomination#1', decision: 'nominate', form: nomination };
    const first = await compound.act('decide', office('organisationDept'), input, key);
    await renewed(compound);
    await renewed(compound);
    await expect(
      refusal(compound.act('decide', office('organisationDept'), { ...input, comment: '别的' }, key)),
    ).resolves.toMatchObject({ code: 'idempotency-key-reused' });
    await expect(compound.act('decide', office('organisationDept'), input, key)).resolves.toEqual(first);
    expect((await compound.timeline()).filter(({ type }) => type === 'decided')).toHaveLength(1);
  });
});
