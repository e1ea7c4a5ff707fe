import { z } from 'zod';
import { type FieldError, Refusal } from '../../domain/errors.ts';
import { type ChangedEntry, layOver } from '../../domain/policy/changes.ts';
import { type PolicyProblem } from '../../domain/policy/parsePolicies.ts';
import { type Policies, policyValueSchema, qualifiedNameSchema } from '../../domain/policy/policySchema.ts';
import type { SpaceServices } from '../services.ts';

const noteSchema = z.string().trim().min(1).max(600);

/** By parameter: another value, or null to go back to what the files say. */
export const changesSchema = z
  .record(
    qualifiedNameSchema,
    z.union([
      z.strictObject({
        value: policyValueSchema,
        source: z.string().trim().min(1).max(120).describe('Document or article the value comes from'),
        note: noteSchema.describe('What a reader should know'),
      }),
      z.null(),
    ]),
  )
  .refine((changes) => Object.keys(changes).length > 0, 'name at least one parameter')
  .refine((changes) => Object.keys(changes).length <= 200, 'at most 200 parameters at a time')
  .describe('By section.parameter: another value, or null to go back to what the files say')
  .meta({ id: 'PolicyChanges' });
export type PolicyChanges = z.infer<typeof changesSchema>;

export const reasonSchema = z.string().trim().min(1, 'say why').max(2000);

/**
 * All policies as they would be with a change, judged together.
 *
 * @throws Refusal invalid-input naming every problem of every jurisdiction
 */
export function judgeChange(
  { policyStore }: Pick<SpaceServices, 'policyStore'>,
  locality: string,
  changes: PolicyChanges,
): { policies: Policies; entries: ChangedEntry[] } {
  const entries = Object.entries(changes).map(([parameter, override]) => ({ parameter, override }));
  const judged = layOver(policyStore.files, [...policyStore.changes, { locality, entries }]);
  if (judged.ok) return { policies: judged.policies, entries };
  throw new Refusal(
    'invalid-input',
    undefined,
    judged.problems.map((problem) => fieldErrorOf(locality, changes, problem)),
  );
}

function fieldErrorOf(
  locality: string,
  changes: PolicyChanges,
  { file, path, reason, zh = reason }: PolicyProblem,
): FieldError {
  const [section, name, ...field] = path.split('.');
  const parameter = `${section}.${name}`;
  const pointer = `/changes/${[parameter, ...field].join('/')}`;
  if (file === locality && Object.hasOwn(changes, parameter)) return { pointer, detail: reason, zh };
  // What it does to those below, or to another parameter.
  return { pointer: '/changes', detail: `${file} ${path}: ${reason}`, zh: `${file} ${path}：${zh}` };
}
