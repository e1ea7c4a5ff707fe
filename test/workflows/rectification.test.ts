import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, dayOf } from '../../domain/calendar/calendar.ts';
import { verifyChain } from '../../domain/timeline/hashChain.ts';
import { TestBench, type TestCase } from '../support/cases.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench.stop());

const seats = ['leader', 'redSecretary', 'department1'];

async function staffed(compound: TestCase): Promise<void> {
  await compound.decide('nomination', 'nominate', {
    form: { leader: '示例副区长', redSecretary: '示例局', departments: ['示例住建局'] },
  });
  for (const seat of seats) await compound.decide(`acceptance#1.${seat}`, 'accept');
  await compound.decide('gazette', 'publish');
}

async function today(compound: TestCase): Promise<string> {
  return dayOf((await compound.snapshot()).now);
}

async function planned(compound: TestCase): Promise<void> {
  const dueOn = addDays(await today(compound), 30);
  await compound.decide('plan', 'submit', {
    form: {
      summary: '示例方案',
      problems: [
        { title: '停车混乱', category: 'parking', office: 'urbanManagement', dueOn },
        { title: '屋面渗漏', category: 'maintenance', office: 'housingBureau', dueOn },
      ],
    },
  });
  await compound.decide('planReview#1.urbanManagement', 'approve');
  await compound.decide('planReview#1.housingBureau', 'approve');
}

async function solved(compound: TestCase, problem: string): Promise<void> {
  const task = await compound.task(`execution#1.${problem}`);
  await compound.decide(task.id, 'complete', { evidence: [await compound.evidence()] });
  await compound.decide(`${task.id}-verify`, 'pass');
}

describe('key-compound rectification', () => {
  it('takes one compound from nomination to its closing, three clean months after acceptance', async () => {
    const compound = await bench.open();
    await staffed(compound);
    await planned(compound);
    await solved(compound, 'P1');
    await solved(compound, 'P2');
    await compound.decide('midtermAcceptance', 'pass', { form: { sampledByCity: true } });
    for (const month of [1, 2, 3]) {
      await compound.advance('P32D');
      await compound.decide(`observation#1.month-${month}`, 'report', {
        form: { complaints: 5, satisfied: 9, surveyed: 10 },
      });
    }
    await compound.decide('closing', 'close');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'closed' });
    const events = await compound.timeline();
    expect(verifyChain(events)).toEqual([]);
    expect(events.at(-1)?.type).toBe('caseClosed');
  });
});
