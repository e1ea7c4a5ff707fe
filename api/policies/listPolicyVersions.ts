import { z } from 'zod';
import { policyValueSchema } from '../../domain/policy/policySchema.ts';
import type { PolicyChangeDocument } from '../../models/policyChanges.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { requirePolicy } from './policyAccess.ts';
import { localityParams } from './policyView.ts';

const statedSchema = z
  .strictObject({
    value: policyValueSchema,
    source: z.string(),
    note: z.string().optional(),
    from: z.string().describe('The jurisdiction whose policy says so'),
  })
  .nullable();

const policyVersionSchema = z
  .strictObject({
    change: z.int().describe('Its number among all changes of policies'),
    locality: z.string().describe('Whose policy was changed: this one’s, or one it inherits from'),
    from: z.string().describe('Version of what held here before'),
    to: z.string().describe('Version since then; the same when no value that holds here changed'),
    by: z.strictObject({ id: z.string(), name: z.string() }),
    at: z.iso.datetime(),
    reason: z.string(),
    changes: z.array(
      z.strictObject({ parameter: z.string(), title: z.string(), before: statedSchema, after: statedSchema }),
    ),
  })
  .meta({ id: 'PolicyVersion' });

export const listPolicyVersions = endpoint({
  method: 'get',
  path: '/api/v1/policies/{locality}/versions',
  operationId: 'listPolicyVersions',
  tag: 'policies',
  summary: 'What was changed of a policy and of those it inherits from, by whom and why; newest first',
  access: { roles: everyone },
  params: localityParams,
  query: z.strictObject(pageQuery),
  responses: { 200: pageSchema(policyVersionSchema) },
  errors: ['not-found', 'invalid-cursor'],
  handler: async ({ params: { locality }, query, space, language }) => {
    const { policy } = requirePolicy(space, locality);
    const { after, sort, limit, page } = pageRequest(query, [['_id', -1]], ['policyVersions', locality]);
    const found = await space.policyChanges.policies
      .find({ $and: [{ localities: locality }, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<PolicyChangeDocument[]>();
    const titleOf = (parameter: string): string => {
      const [section = '', name = ''] = parameter.split('.');
      return policy.sections[section]?.[name]?.title[language] ?? parameter;
    };
    const versionsOf = ({ versions, _id }: PolicyChangeDocument) => {
      const own = versions.find((each) => each.locality === locality);
      // No value changed here: the version is what the next older change of it made, or the present one.
      const still = own ?? { from: versionBefore(space.policyStore.changes, locality, _id) ?? policy.version };
      return { from: still.from, to: own?.to ?? still.from };
    };
    const body = page(found, (each) => ({
      change: each._id,
      locality: each.locality,
      ...versionsOf(each),
      by: each.by,
      at: each.at.toISOString(),
      reason: each.reason,
      changes: each.entries.map(({ parameter, before, after: then }) => ({
        parameter,
        title: titleOf(parameter),
        before,
        after: then,
      })),
    }));
    return { status: 200, body };
  },
});

/** The version that held in a locality when a change was made that changed none of its values. */
function versionBefore(changes: readonly PolicyChangeDocument[], locality: string, change: number): string | undefined {
  const ofLocality = (each: PolicyChangeDocument) => each.versions.find((version) => version.locality === locality);
  const earlier = changes.filter(({ _id }) => _id < change).flatMap((each) => ofLocality(each) ?? []);
  const later = changes.filter(({ _id }) => _id > change).flatMap((each) => ofLocality(each) ?? []);
  return earlier.at(-1)?.to ?? later[0]?.from;
}
