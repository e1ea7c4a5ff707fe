import { randomUUID } from 'node:crypto';
import { loadCalendars, loadPolicies } from '../../api/policies/loadPolicies.ts';
import { buildCalendar } from '../../domain/calendar/calendar.ts';
import type { CaseOpening } from '../../domain/case/opening.ts';
import { resolvePolicy } from '../../domain/policy/resolvePolicy.ts';
import { procedure as exit } from '../../domain/procedures/exit.ts';
import { procedure as incentive } from '../../domain/procedures/incentive.ts';
import { procedure as selectSecretary } from '../../domain/procedures/selectSecretary.ts';
import { procedure as training } from '../../domain/procedures/training.ts';
import { keepCurrentCalendar, keepCurrentPolicies } from '../../models/keptVersions.ts';
import { registerModels } from '../../models/registers.ts';
import { buildOpening, PLACE, policyFolder, type TestBench, type TestCase } from './cases.ts';

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

export function buildTraining(year: number, since?: string): CaseOpening {
  const subject = secretaryOf('C-01');
  const recurring = String(year);
  const id = `training:${subject.id}:${recurring}:1`;
  const input = { year, ...(since !== undefined && { since }) };
  return buildOpening({ kind: 'training', id, subject, recurring, input }, training.sections);
}

export function buildIncentive(year: number, kind: string): CaseOpening {
  const subject = secretaryOf('C-01');
  const recurring = `${year}-${kind}`;
  const id = `incentive:${subject.id}:${recurring}:1`;
  return buildOpening(
    { kind: 'incentive', id, subject, recurring, input: { year, incentive: kind } },
    incentive.sections,
  );
}

/** In January of the year, the plan is handed in. */
export async function planned(secretary: TestCase, year: number, halfDays = 10): Promise<void> {
  await secretary.advanceTo(`${year}-01-10T04:00:00Z`);
  await secretary.decide('plan', 'plan', { form: { sessions: [{ month: 3, halfDays }] } });
}

export async function attended(secretary: TestCase, on: string, halfDays: number, level = 'street'): Promise<void> {
  await secretary.decide('attendance', 'attended', { form: { on, halfDays, level } });
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

/** Keeps policies and calendar as a running service would: cases that are started from others look them up. */
export async function keepPolicies(bench: TestBench): Promise<void> {
  const database = bench.database();
  await keepCurrentCalendar(database, buildCalendar(await loadCalendars(`${policyFolder}/calendars`)));
  const policies = await loadPolicies(policyFolder);
  await keepCurrentPolicies(database, [resolvePolicy(policies, 'linyi'), resolvePolicy(policies, 'lanshan')]);
}

/** Enters a compound, or a secretary, where cases that are started from others are looked up. */
export async function register(bench: TestBench, name: 'compounds' | 'secretaries', id: string): Promise<string> {
  const document = { _id: id as never, name: '示例', scope: `${PLACE}/${name === 'compounds' ? id : 'C-01'}` };
  const models = registerModels(bench.database());
  await (name === 'compounds' ? models.compounds : models.entries.secretaries).collection.insertOne(document);
  return id;
}
