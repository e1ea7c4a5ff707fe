import { randomUUID } from 'node:crypto';
import type { CaseOpening } from '../../domain/case/opening.ts';
import { procedure as exit } from '../../domain/procedures/exit.ts';
import { procedure as selectSecretary } from '../../domain/procedures/selectSecretary.ts';
import { buildOpening, PLACE, type TestCase } from './cases.ts';

/** A candidate as a form names one; the name is fictitious. */
export const candidate = { name: '示例人选', method: 'recommend', grounds: '示例：群众威信高' };
const file = { age: 52, education: 'college' };

export const departments = ['organisationDept', 'disciplineCommission', 'politicalLegalCommittee', 'publicSecurity'];

export function buildVacancy(input: Record<string, string> = { vacancy: 'other' }): CaseOpening {
  return buildOpening({ kind: 'selectSecretary', input }, selectSecretary.sections);
}

/** A secretary of the compound; the register would place them there. */
function secretaryOf(compound: string): CaseOpening['subject'] {
  const id = `S-${randomUUID().slice(0, 8)}`;
  return { type: 'secretary', id, name: '示例书记', scope: `${PLACE}/${compound}` };
}

export function buildExit(trigger: string, compound: string = `C-${randomUUID().slice(0, 8)}`): CaseOpening {
  const subject = secretaryOf(compound);
  return buildOpening({ kind: 'exit', id: `exit:${subject.id}:1`, subject, input: { trigger } }, exit.sections);
}

/** A handover list with one item outstanding. */
export const handover = {
  items: [
    { item: 'seals', done: true },
    { item: 'openMatters', done: false },
  ],
};

/** The community has proposed a candidate, and the file is complete. */
export async function putForward(compound: TestCase, round = 1): Promise<void> {
  await compound.decide(`proposal#${round}`, 'propose', { form: candidate });
  await compound.decide('dataFile', 'complete', { form: file, evidence: [await compound.evidence()] });
}

/** Every department of the joint review has found nothing. */
export async function cleared(compound: TestCase, round = 1): Promise<void> {
  for (const seat of departments) await compound.decide(`jointReview#${round}.${seat}`, 'clear');
}

/** From the decision of the street to the day on which the posting is over. */
export async function postedUntilOver(compound: TestCase): Promise<void> {
  await compound.decide('decision', 'approve');
  await compound.decide('filing', 'file');
  await compound.decide('notice', 'post', { evidence: [await compound.evidence()] });
  await compound.advance('P6D');
}
