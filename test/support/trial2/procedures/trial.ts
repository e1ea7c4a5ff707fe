/** The trial procedure of a next version: the opinion is asked for at last, right before the seal. */
import type { Procedure } from '../../../../domain/procedures/declaration.ts';
import { procedure as before } from '../../trial/procedures/trial.ts';

export { stages } from '../../trial/procedures/trial.ts';

export const procedure = { ...before, changes: ['opinionAtLast'] } satisfies Procedure;
