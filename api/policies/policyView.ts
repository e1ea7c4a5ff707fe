import { z } from 'zod';
import {
  boundsSchema,
  changeSchema,
  type PolicyFile,
  policyLevels,
  policyUnitSchema,
  policyValueSchema,
} from '../../domain/policy/policySchema.ts';
import type { ResolvedPolicy } from '../../domain/policy/resolvePolicy.ts';
import type { Language } from '../../domain/text.ts';
import type { SpaceServices } from '../services.ts';

export const localityParams = z.strictObject({ locality: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,59}$/) });

export const policySummarySchema = z
  .strictObject({
    locality: z.string(),
    title: z.string(),
    level: z.enum(policyLevels),
    chain: z.array(z.string()).describe('Jurisdictions it inherits from, the nation first'),
    version: z.string().describe('Changes when a value that holds here changes'),
  })
  .meta({ id: 'PolicySummary' });

export const policySchema = z
  .strictObject({
    ...policySummarySchema.shape,
    change: z.int().describe('The last change that has a part in it; 0 when it is as the files say'),
    sections: z.record(
      z.string(),
      z.record(
        z.string(),
        z.strictObject({
          value: policyValueSchema,
          unit: policyUnitSchema,
          title: z.string(),
          source: z.string().describe('The document or article it comes from; A marks an assumption'),
          note: z.string().optional(),
          bounds: boundsSchema,
          change: changeSchema.describe('Who may change it, and in which direction'),
          nullable: z.boolean(),
          from: z.string().describe('The jurisdiction whose policy says so'),
          statedIn: z.int().optional().describe('The change that says so; absent where a file does'),
        }),
      ),
    ),
  })
  .meta({ id: 'Policy' });

export function policySummary(
  { locality, title, chain, version }: ResolvedPolicy,
  { level }: PolicyFile,
  language: Language,
): z.infer<typeof policySummarySchema> {
  return { locality, title: title[language], level, chain, version };
}

export function policyView(
  { policyStore }: Pick<SpaceServices, 'policyStore'>,
  policy: ResolvedPolicy,
  file: PolicyFile,
  language: Language,
): z.infer<typeof policySchema> {
  const shown = (name: string, parameter: ResolvedPolicy['sections'][string][string]) => {
    const change = policyStore.changeStating(parameter.from, name);
    return { ...parameter, title: parameter.title[language], ...(change !== undefined && { statedIn: change }) };
  };
  const sections = Object.entries(policy.sections).map(([section, parameters]) => [
    section,
    Object.fromEntries(
      Object.entries(parameters).map(([name, parameter]) => [name, shown(`${section}.${name}`, parameter)]),
    ),
  ]);
  return {
    ...policySummary(policy, file, language),
    change: policyStore.changeOf(policy.locality),
    sections: Object.fromEntries(sections),
  };
}
