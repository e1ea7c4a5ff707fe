import { getBulletin } from './getBulletin.ts';
import { getWorkbook } from './getWorkbook.ts';

export const reportEndpoints = [getWorkbook, getBulletin];
