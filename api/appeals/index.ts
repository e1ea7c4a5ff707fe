import { fileAppeal } from './fileAppeal.ts';
import { listAppeals } from './listAppeals.ts';

export const appealEndpoints = [fileAppeal, listAppeals];
