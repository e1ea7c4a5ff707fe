import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashOf, verifyChain } from '../../domain/timeline/hashChain.ts';
import { applyPolicyUpdate } from '../../workflows/messages.ts';
import { actor, buildTrial, coordinator, office, TestBench, type TestCase, withPolicy } from '../support/cases.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

const open = (committee = true, bound?: number): Promise<TestCase> =>
  bench.open(buildTrial('notice', {}, { kind: 'concurrent', input: { committee } }), bound);

const asked = async (compound: TestCase): Promise<string[]> =>
  (await compound.snapshot()).tasks.map(({ id }) => id).sort();

/** The posting hangs, and its days pass. */
async function posted(compound: TestCase, visit = 1): Promise<void> {
  await compound.decide(`notice#${visit}`, 'post');
  await compound.advance('P8D');
  await until(async () => (await compound.snapshot()).view.stages[`notice#${visit}`]?.result !== undefined);
}

describe('stages that are open at once', () => {
  it('are all asked, and the body goes on when the last one has its result', async () => {
    const compound = await open();
    expect(await asked(compound)).toEqual(['notice#1', 'word#1']);
    await compound.decide('word', 'yes');
    expect(await asked(compound)).toEqual(['notice#1']);
    await posted(compound);
    expect(await asked(compound)).toEqual(['seal#1']);
    await compound.decide('seal', 'seal');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'over' });
    expect(verifyChain(await compound.timeline())).toEqual([]);
  });

  it('may end in the other order, and give the same', async () => {
    const compound = await open();
    await posted(compound);
    expect(await asked(compound)).toEqual(['word#1']);
    await compound.decide('word', 'yes');
    expect(await asked(compound)).toEqual(['seal#1']);
  });

  it('are all visited anew when the body asks again', async () => {
    const compound = await open();
    await compound.decide('word', 'no');
    await posted(compound);
    expect(await asked(compound)).toEqual(['notice#2', 'word#2']);
  });

  it('are still open, but for the one that has ended, after the case continued as new', async () => {
    const compound = await open(true, 1);
    const { runId } = await bench.client.workflow.getHandle(compound.id).describe();
    await compound.decide('word', 'yes');
    await until(async () => (await bench.client.workflow.getHandle(compound.id).describe()).runId !== runId);
    expect(await asked(compound)).toEqual(['notice#1']);
    await compound.act('comment', coordinator, { text: '示例' });
    await posted(compound);
    expect(await asked(compound)).toEqual(['seal#1']);
  });

  it('follow the policy that held at the last result of all, also when the body is run again', async () => {
    const compound = await open(true, 1);
    await compound.decide('notice#1', 'post');
    await compound.decide('word', 'yes');
    const { parameters } = withPolicy(compound.opening, { 'trial.postingDays': 8 }).policy;
    const [key, body] = [randomUUID(), hashOf('policy')];
    const administrator = actor('administrator', undefined, {
      role: 'administrator',
      duties: ['system'],
      scope: 'linyi/lanshan',
    });
    await bench.client.workflow.getHandle(compound.id).executeUpdate(applyPolicyUpdate, {
      args: [
        { key, body, actor: administrator, input: { version: 'v2', mode: 'reanchor', parameters, reason: '示例' } },
      ],
      updateId: key,
    });
    await compound.advance('P10D');
    await until(async () => (await asked(compound)).includes('seal#1'));
    await compound.decide('seal#1', 'seal');
    await until(async () => (await compound.histories()).length > 3);
    expect(await asked(compound)).toEqual(['seal#2']);
    await compound.decide('seal#2', 'seal');
    await expect(compound.handle.result()).resolves.toEqual({ outcome: 'over' });
  });

  it.each([
    ['while the other is open', false, ['notice#1']],
    ['after both have ended', true, ['notice#2', 'word#2', 'seal#1']],
  ])('takes a correction of one of them %s', async (_when, both, before) => {
    const compound = await open();
    await compound.decide('word', both ? 'yes' : 'no');
    const decided = (await compound.snapshot()).view.revision;
    const event = (await compound.timeline()).find(({ type }) => type === 'decided')?.seq ?? decided;
    if (both) await posted(compound);
    expect(before).toEqual(expect.arrayContaining(await asked(compound)));
    await compound.act('correct', office('streetOffice'), {
      event,
      decision: both ? 'no' : 'yes',
      comment: '示例：点错',
    });
    if (both) expect(await asked(compound)).toEqual(['notice#2', 'word#2']);
    else {
      expect(await asked(compound)).toEqual(['notice#1']);
      await posted(compound);
      expect(await asked(compound)).toEqual(['seal#1']);
    }
    expect(verifyChain(await compound.timeline())).toEqual([]);
  });
});

describe('an office that the subject does not have', () => {
  it('is stood in for by the one the procedure names', async () => {
    const [with_, without] = [await open(true), await open(false)];
    expect((await with_.task('word')).office).toBe('ownersCommittee');
    expect((await without.task('word')).office).toBe('residentsCommittee');
  });
});

describe('a day that a form or a contract has set', () => {
  it('is when the task is due', async () => {
    const compound = await open();
    await compound.decide('word', 'yes');
    await posted(compound);
    const { startedAt } = (await compound.snapshot()).view;
    const year = Number(startedAt.slice(0, 4)) + 1;
    expect((await compound.task('seal')).dueAt).toBe(`${year}-06-30T16:00:00.000Z`);
  });
});
