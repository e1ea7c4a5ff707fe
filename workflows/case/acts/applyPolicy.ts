import { fieldError, fieldErrors, Refusal } from '../../../domain/errors.ts';
import { refusePolicyChange } from '../../../domain/permissions.ts';
import { type PolicyChange, policyChangeSchema } from '../../../domain/policy/application.ts';
import { text } from '../../../domain/text.ts';
import type { RunningCase } from '../runningCase.ts';
import type { Act } from './act.ts';

/**
 * Another version of the policy holds from now on. Open deadlines whose term it changes follow, in the way chosen, and
 * the timeline says what moved; what was decided before goes by the policy of then.
 */
export const applyPolicy: Act<PolicyChange> = {
  refuse({ running }, actor, input) {
    const parsed = policyChangeSchema.safeParse(input);
    if (!parsed.success) return new Refusal('invalid-input', undefined, fieldErrors(parsed.error));
    if (input.version === running.policyVersion) return new Refusal('policy-current');
    return refusePolicyChange(actor, running.standing) ?? refuseOtherKinds(running, input);
  },
  apply({ running, keeper }, { actor, input, key, body }) {
    const from = running.policyVersion;
    running.adoptPolicy(input.version, input.parameters);
    const moved = keeper.policyChanged(input.mode);
    running.record({
      type: 'policyChanged',
      actor,
      data: {
        from,
        to: input.version,
        mode: input.mode,
        moved: moved.map((each) => ({ ...each })),
        ...(input.application !== undefined && { application: input.application }),
      },
      comment: input.reason,
      act: { key, body },
    });
  },
};

/** A number in place of a text would park the case where it is next read. */
function refuseOtherKinds({ parameters }: RunningCase, input: PolicyChange): Refusal | undefined {
  for (const [section, values] of Object.entries(input.parameters)) {
    for (const [name, { value, unit }] of Object.entries(values)) {
      const present = parameters[section]?.[name];
      const fits =
        present === undefined || value === null || present.value === null || typeof value === typeof present.value;
      if (fits) continue;
      return new Refusal('invalid-input', undefined, [
        fieldError(
          `/parameters/${section}/${name}`,
          text(`${unit}不能是${JSON.stringify(value)}`, `${unit} cannot be ${JSON.stringify(value)}`),
        ),
      ]);
    }
  }
  return undefined;
}
