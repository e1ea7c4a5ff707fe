/** Stars from points (P19; five levels S0 and S3, the lines between them A). */
import type { CaseParameters } from '../case/opening.ts';
import { numberOf } from '../procedures/parameters.ts';

const lines = [
  [5, 'star.starFiveMin'],
  [4, 'star.starFourMin'],
  [3, 'star.starThreeMin'],
  [2, 'star.starTwoMin'],
] as const;

/** The stars of so many points; a line itself belongs to the higher level. */
export function starsOf(points: number, parameters: CaseParameters): number {
  return lines.find(([, line]) => points >= numberOf(parameters, line))?.[0] ?? 1;
}

export type StarLevel = 'reserve' | 'typical' | 'low';

/** 四星以上 is at least four, 二星及以下 at most two (Civil Code 1259: both include the number). */
export function levelOf(stars: number, parameters: CaseParameters): StarLevel {
  if (stars >= numberOf(parameters, 'star.starReserveMin')) return 'reserve';
  return stars <= numberOf(parameters, 'star.starLowMax') ? 'low' : 'typical';
}
