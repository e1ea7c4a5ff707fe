import { getProcedure } from './getProcedure.ts';
import { listProcedures } from './listProcedures.ts';

export const procedureEndpoints = [listProcedures, getProcedure];
