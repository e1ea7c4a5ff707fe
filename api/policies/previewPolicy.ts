import { z } from 'zod';
import type { CaseParameters } from '../../domain/case/opening.ts';
import { applyModeSchema, changedDeadline } from '../../domain/policy/application.ts';
import { heirsOf } from '../../domain/policy/jurisdiction.ts';
import { caseParameters, type ResolvedPolicy, resolvePolicy } from '../../domain/policy/resolvePolicy.ts';
import { endpoint } from '../endpoint.ts';
import type { Services } from '../services.ts';
import { visiblePlaces } from '../visibility.ts';
import { caseChoice } from './caseChoice.ts';
import { changesSchema, judgeChange } from './changeBody.ts';
import { requireGovernance, requirePolicy } from './policyAccess.ts';
import { localityParams } from './policyView.ts';
import { itemQuery, whatIf, whatIfShape } from './whatIf.ts';

const modes = applyModeSchema.options;

export const previewPolicy = endpoint({
  method: 'post',
  path: '/api/v1/policies/{locality}/preview',
  operationId: 'previewPolicy',
  tag: 'policies',
  summary: 'What a change would do to the open deadlines it could be applied to; nothing is written',
  description:
    'Judged by the same rules as the change itself. Without `changes`: what applying the policy of today would do. In the ' +
    'mode `keep` nothing moves.',
  access: { roles: ['coordinator', 'administrator'], duties: ['system'] },
  params: localityParams,
  body: z
    .strictObject({ changes: changesSchema.optional(), ...caseChoice, ...itemQuery })
    .meta({ id: 'PolicyPreviewRequest' }),
  responses: {
    200: z
      .strictObject({
        localities: z
          .array(z.strictObject({ locality: z.string(), from: z.string(), to: z.string() }))
          .describe('Whose values would change, by version'),
        ...whatIfShape(modes),
      })
      .meta({ id: 'PolicyPreview' }),
  },
  errors: ['not-found'],
  handler: async ({ params: { locality }, body, actor, space, services, language }) => {
    await space.policyStore.refresh();
    requirePolicy(space, locality);
    requireGovernance(space, actor, locality);
    const { changes, cases, filter, limit, offset } = body;
    const policies = changes ? judgeChange(space, locality, changes).policies : space.policies.policies;
    const localities = heirsOf(policies, locality);
    const drafts = new Map(localities.map((each) => [each, resolvePolicy(policies, each)]));
    const parametersOf = parametersByKind(services, drafts);
    const found = await whatIf(
      { services, space, language },
      { localities, cases, filter, places: visiblePlaces(actor) },
      modes,
      ({ deadline }, { case: owner, calendar, now }, mode) => {
        if (mode === 'keep') return undefined;
        const parameters = parametersOf(owner.locality, owner.kind);
        const next = parameters && changedDeadline(deadline, parameters, mode, now);
        return next && { deadline: next, calendar };
      },
      { limit, offset },
    );
    const versions = [...drafts.values()].map(({ locality: each, version }) => ({
      locality: each,
      from: space.policies.policy(each)?.version ?? version,
      to: version,
    }));
    return { status: 200, body: { ...found, localities: versions.filter(({ from, to }) => from !== to) } };
  },
});

/** What a case of a kind would be given in a locality; put together once. */
function parametersByKind(
  { procedures }: Services,
  drafts: ReadonlyMap<string, ResolvedPolicy>,
): (locality: string, kind: string) => CaseParameters | undefined {
  const known = new Map<string, CaseParameters | undefined>();
  return (locality, kind) => {
    const key = `${locality} ${kind}`;
    if (!known.has(key)) {
      const policy = drafts.get(locality);
      const procedure = procedures.get(kind);
      const sections = procedure && [...procedure.sections, 'ladder', 'acts'];
      known.set(key, policy && sections && caseParameters(policy, sections));
    }
    return known.get(key);
  };
}
