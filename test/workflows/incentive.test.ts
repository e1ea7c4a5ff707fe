import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { procedure } from '../../domain/procedures/incentive.ts';
import { refusal, TestBench, type TestCase } from '../support/cases.ts';
import { buildIncentive } from '../support/secretaries.ts';

let bench: TestBench;
beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

async function nominated(incentive: string): Promise<TestCase> {
  const secretary = await bench.open(buildIncentive(2026, incentive));
  await secretary.decide('nomination', 'nominate', { form: { grounds: '示例事迹' } });
  return secretary;
}

describe('an incentive for a secretary', () => {
  test.each([
    ['studio', { place: 15 }],
    ['goodSecretary', { place: 20 }],
    ['payGrade', { post: 3, grade: 18 }],
    ['earlierPromotion', { months: 6 }],
    ['careerStep', { rung: 4 }],
  ])('%s is nominated, granted with its figures and published', async (incentive, form) => {
    const secretary = await nominated(incentive);
    await secretary.decide('review', 'grant', { form });
    await secretary.decide('publication', 'publish');
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'granted' });
    expect((await secretary.snapshot()).view.facts).toEqual({ incentive, year: 2026, granted: form });
  });

  test.each([
    ['studio', { place: 16 }, ['/form/place']],
    ['goodSecretary', { place: 21 }, ['/form/place']],
    ['payGrade', { post: 4, grade: 19 }, ['/form/post', '/form/grade']],
    ['payGrade', { post: 1 }, ['/form/grade']],
    ['earlierPromotion', { months: 7 }, ['/form/months']],
    ['studio', { place: 1, months: 6 }, ['/form/months']],
  ])('%s is not granted with %j', async (incentive, form, pointers) => {
    const secretary = await nominated(incentive);
    const refused = await refusal(secretary.decide('review', 'grant', { form }));
    expect(refused).toMatchObject({ code: 'invalid-input', pointers });
  });

  it('may be declined, with a reason', async () => {
    const secretary = await nominated('studio');
    await expect(refusal(secretary.decide('review', 'decline'))).resolves.toMatchObject({ code: 'comment-required' });
    await secretary.decide('review', 'decline', { comment: '示例：名额已满' });
    await expect(secretary.handle.result()).resolves.toEqual({ outcome: 'declined' });
  });

  it('comes once a year of each kind', () => {
    expect(procedure.key({ year: 2026, incentive: 'payGrade' })).toBe('2026-payGrade');
  });
});
