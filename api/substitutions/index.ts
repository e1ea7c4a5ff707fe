import { createSubstitution } from './createSubstitution.ts';
import { endSubstitution } from './endSubstitution.ts';
import { listSubstitutions } from './listSubstitutions.ts';

export const substitutionEndpoints = [listSubstitutions, createSubstitution, endSubstitution];
