import { actEndpoints } from './actEndpoints.ts';
import { getCase } from './getCase.ts';
import { startCase } from './startCase.ts';

export const caseEndpoints = [startCase, getCase, ...actEndpoints];
