import { mongo } from 'mongoose';
import { fieldError, Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { heirsOf } from '../../domain/policy/jurisdiction.ts';
import { type ResolvedPolicy, resolvePolicy } from '../../domain/policy/resolvePolicy.ts';
import { text } from '../../domain/text.ts';
import { keepCurrentPolicies, keepPolicies } from '../../models/keptVersions.ts';
import type { PolicyChangeDocument, StatedValue } from '../../models/policyChanges.ts';
import type { SpaceServices } from '../services.ts';
import { judgeChange, type PolicyChanges } from './changeBody.ts';
import { policyTag, requirePolicy, requirePolicyMatch } from './policyAccess.ts';

const duplicateKey = 11_000;
const attempts = 10;

/**
 * Makes a change of a policy, for good: it is one more entry of the space's journal. Of two who change the same policy at
 * once one is refused; one who changes another policy is judged again together with it.
 *
 * @throws Refusal not-found, revision-conflict, invalid-input
 */
export async function changePolicy(
  space: SpaceServices,
  locality: string,
  { changes, reason, ifMatch }: { changes: PolicyChanges; reason: string; ifMatch: string },
  { by, at }: { by: Actor; at: Date },
): Promise<PolicyChangeDocument> {
  const { policyStore, policyChanges, database } = space;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await policyStore.refresh();
    const { policy: before } = requirePolicy(space, locality);
    requirePolicyMatch(ifMatch, policyTag(space, before));
    const { policies, entries } = judgeChange(space, locality, changes);
    const localities = heirsOf(policies, locality);
    const made = localities.map((each) => resolvePolicy(policies, each));
    const [after] = made;
    const compared = entries.map((entry) => ({
      ...entry,
      before: statedIn(before, entry.parameter),
      after: after ? statedIn(after, entry.parameter) : null,
    }));
    if (compared.every((each) => JSON.stringify(each.before) === JSON.stringify(each.after))) {
      throw new Refusal('invalid-input', undefined, [
        fieldError('/changes', text('与现行内容相同', 'everything is so already')),
      ]);
    }
    const versions = made.flatMap(({ locality: each, version }) => {
      const from = policyStore.policy(each)?.version ?? version;
      return from === version ? [] : [{ locality: each, from, to: version }];
    });
    const document: PolicyChangeDocument = {
      _id: (policyStore.changes.at(-1)?._id ?? 0) + 1,
      locality,
      entries: compared,
      reason,
      by: { id: by.id, name: by.name },
      at,
      versions,
      localities,
    };
    await keepPolicies(database, made);
    try {
      await policyChanges.policies.collection.insertOne(document as never, { writeConcern: { w: 'majority' } });
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === duplicateKey) continue;
      throw error;
    }
    await policyStore.refresh();
    await keepCurrentPolicies(database, made);
    return document;
  }
  throw new Refusal('unavailable', {
    zh: '同时修改政策的人过多，请重试',
    en: 'Too many change policies at once; try again',
  });
}

/** A parameter as it holds in a locality; null when there is none. */
export function statedIn({ sections }: ResolvedPolicy, parameter: string): StatedValue | null {
  const [section = '', name = ''] = parameter.split('.');
  const found = sections[section]?.[name];
  if (found === undefined) return null;
  const { value, source, note, from } = found;
  return { value, source, ...(note !== undefined && { note }), from };
}
