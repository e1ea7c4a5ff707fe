import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { childEndedSignal } from '../../workflows/messages.ts';
import { coordinator, refusal, TestBench } from '../support/cases.ts';
import { accepted, planned, solved, staffed } from '../support/rectification.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

describe('a rectification that awaits another case', () => {
  it('is not accepted before that case has ended, and shows how it ended', async () => {
    const compound = await bench.open();
    await staffed(compound);
    await planned(compound);
    await solved(compound, 'P1', 'P2');
    const election = `election:${randomUUID().slice(0, 8)}:2026:1`;
    const fund = `fund:${randomUUID().slice(0, 8)}:1:1`;
    await compound.act('link', coordinator, { case: election, relation: 'awaits' });
    await compound.act('link', coordinator, { case: fund, relation: 'started' });
    await expect(refusal(accepted(compound))).resolves.toMatchObject({ code: 'not-ready' });

    await compound.handle.signal(childEndedSignal, { case: election, outcome: 'filed' });
    await until(async () => (await compound.snapshot()).view.links.some(({ outcome }) => outcome === 'filed'));
    // One that was only started holds nothing.
    await accepted(compound);
    await compound.handle.signal(childEndedSignal, { case: fund, outcome: 'closed' });
    await compound.handle.signal(childEndedSignal, { case: 'election:nobody:2026:1', outcome: 'filed' });
    await until(async () => (await compound.snapshot()).view.links.every(({ outcome }) => outcome !== undefined));
    const ended = (await compound.timeline()).filter(({ type }) => type === 'linkedEnded').map(({ data }) => data);
    expect(ended).toEqual([
      { case: election, outcome: 'filed' },
      { case: fund, outcome: 'closed' },
    ]);
  });
});
