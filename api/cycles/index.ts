import { getCycle } from './getCycle.ts';
import { listCycles } from './listCycles.ts';
import { lookAgain } from './lookAgain.ts';
import { startCycle } from './startCycle.ts';

export const cycleEndpoints = [startCycle, listCycles, getCycle, lookAgain];
