import { actEndpoints } from './actEndpoints.ts';
import { getCase } from './getCase.ts';
import { listCases } from './listCases.ts';
import { moveClock } from './moveClock.ts';
import { startCase } from './startCase.ts';

export const caseEndpoints = [startCase, listCases, getCase, ...actEndpoints, moveClock];
