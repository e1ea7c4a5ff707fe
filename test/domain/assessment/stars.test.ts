import { describe, expect, test } from '@jest/globals';
import { levelOf, starsOf } from '../../../domain/assessment/stars.ts';
import { buildOpening } from '../../support/cases.ts';

const { parameters } = buildOpening({}, ['star']).policy;

describe('stars', () => {
  test.each([
    [100, 5, 'reserve'],
    [90, 5, 'reserve'],
    [89, 4, 'reserve'],
    [80, 4, 'reserve'],
    [79, 3, 'typical'],
    [70, 3, 'typical'],
    [69, 2, 'low'],
    [60, 2, 'low'],
    [59, 1, 'low'],
    [0, 1, 'low'],
  ])('of %d points are %d: %s', (points, stars, level) => {
    expect(starsOf(points, parameters)).toBe(stars);
    expect(levelOf(stars, parameters)).toBe(level);
  });
});
