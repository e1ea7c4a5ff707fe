import { exportRoll, getRoll, listRolls, rollTemplate } from './readRolls.ts';
import { uploadRoll } from './uploadRoll.ts';

export const rollEndpoints = [rollTemplate, uploadRoll, listRolls, getRoll, exportRoll];
