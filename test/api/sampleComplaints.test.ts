import { describe, expect, it } from '@jest/globals';
import { monthsUpTo, sampleComplaints } from '../../api/sampleComplaints.ts';
import { sampleCompounds, samplePlaces } from '../../api/sampleDistrict.ts';
import { complaintMonthSchema } from '../../domain/rankings/complaintMonth.ts';

const full = sampleComplaints('full', '2026-05');
const lastYear = full.filter(({ month }) => month > '2025-05');
const ticketsOf = (id: string) =>
  lastYear.filter(({ compound }) => compound === id).reduce((sum, { complaints }) => sum + complaints, 0);

describe('the fictitious district', () => {
  it('has the size of the one in the documents: 1,105 compounds, four streets, 102 communities', () => {
    const compounds = sampleCompounds('full');
    const levels = Object.keys(samplePlaces('full')).map((path) => path.split('/').length);
    expect(compounds.length).toBe(1105);
    expect(new Set(compounds.map(({ fields }) => fields.name)).size).toBe(1105);
    expect(levels.filter((level) => level === 3).length).toBe(4);
    expect(levels.filter((level) => level === 4).length).toBe(102);
  });

  it('begins with the small sample, place by place', () => {
    expect(sampleCompounds('full').slice(0, 12)).toEqual(sampleCompounds('small'));
    expect(samplePlaces('full')).toMatchObject(samplePlaces('small'));
  });
});

describe('its complaint figures', () => {
  it('are two years for each compound, every one a possible month', () => {
    expect(full.length).toBe(24 * 1105);
    for (const each of full) {
      complaintMonthSchema.parse(each);
      expect(each.propertyComplaints).toBeLessThanOrEqual(each.complaints);
      expect(each.satisfied).toBeLessThanOrEqual(each.surveyed);
    }
    expect(monthsUpTo('2026-02', 3)).toEqual(['2025-12', '2026-01', '2026-02']);
  });

  it('make C-01 the third worst with 412 tickets, and leave most compounds with few', () => {
    const totals = sampleCompounds('full').map(({ id }) => ticketsOf(id));
    expect(ticketsOf('C-01')).toBe(412);
    expect(totals.filter((total) => total > 412).length).toBe(2);
    expect(totals.toSorted((a, b) => a - b)[552]).toBeLessThan(24);
  });

  it('rank the district’s compounds among those of the whole city, no two alike', () => {
    const ranks = full.filter(({ month }) => month === '2026-05').map(({ cityRank }) => cityRank ?? 0);
    expect(new Set(ranks).size).toBe(1105);
    expect(Math.max(...ranks)).toBeGreaterThan(2000);
  });

  it('are the same in the small sample, and whenever they are made', () => {
    const small = new Set(sampleCompounds('small').map(({ id }) => id));
    expect(sampleComplaints('small', '2026-05')).toEqual(full.filter(({ compound }) => small.has(compound)));
  });
});
