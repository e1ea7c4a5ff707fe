import { describe, expect, it } from '@jest/globals';
import { caseParameters, resolvePolicy, termOfParameter } from '../../../domain/policy/resolvePolicy.ts';
import { accepted, buildDefinition, buildFile, buildFiles } from './buildFiles.ts';

const stated = (value: unknown) => ({ value, source: 'S1' });
const resolve = (plans: Parameters<typeof buildFiles>[0], locality = 'district') =>
  resolvePolicy(accepted(buildFiles(plans)), locality);

describe('resolvePolicy', () => {
  it('takes each value from the nearest jurisdiction that states one, with its source and note', () => {
    const policy = resolve({
      national: { days: buildDefinition(), other: buildDefinition({ value: 5 }) },
      province: { days: stated(20) },
      city: { days: { value: 30, source: 'S2', note: 'slower here' } },
    });
    expect(policy.sections.plan?.days).toEqual({
      value: 30,
      unit: 'workingDays',
      source: 'S2',
      note: 'slower here',
      title: { zh: '期限', en: 'Period' },
      bounds: {},
      change: 'free',
      nullable: false,
      from: 'city',
    });
    expect(policy.sections.plan?.other).toMatchObject({ value: 5, source: '条例1 (LV)', from: 'national' });
    expect(policy.chain).toEqual(['national', 'province', 'city', 'district']);
    expect(policy).toMatchObject({ locality: 'district', title: { zh: '某地', en: 'Place district' } });
  });

  it('does not give a jurisdiction what is defined or stated below it', () => {
    const plans = { national: { days: buildDefinition() }, city: { days: stated(30), own: buildDefinition() } };
    expect(resolve(plans, 'province').sections.plan).toMatchObject({ days: { value: 15 } });
    expect(resolve(plans, 'province').sections.plan).not.toHaveProperty('own');
    expect(resolve(plans).sections.plan).toHaveProperty('own');
  });

  it('lets null replace a value', () => {
    const plans = { national: { days: buildDefinition({ nullable: true }) }, city: { days: stated(null) } };
    expect(resolve(plans).sections.plan?.days).toMatchObject({ value: null, from: 'city' });
  });

  it('counts a looser value only while the condition of its exception holds', () => {
    const exceptWhen = { parameter: 'profile', is: 'city' };
    const plans = (profile: string) => ({
      national: {
        days: buildDefinition({ change: { allowed: 'raise', exceptIn: ['city'], exceptWhen } }),
        profile: buildDefinition({ unit: 'enum', value: 'city', bounds: { oneOf: ['city', 'stricter'] } }),
      },
      city: { days: stated(10) },
      district: { profile: stated(profile) },
    });
    expect(resolve(plans('city')).sections.plan?.days).toMatchObject({ value: 10, from: 'city' });
    expect(resolve(plans('stricter')).sections.plan?.days).toMatchObject({ value: 15, from: 'national' });
    const tightened = { ...plans('stricter'), city: { days: stated(20) } };
    expect(resolve(tightened).sections.plan?.days).toMatchObject({ value: 20, from: 'city' });
  });

  it.each(['atlantis', 'constructor', '__proto__'])('has no policy for %s', (locality) => {
    expect(() => resolve({}, locality)).toThrow(new RangeError(`there is no policy for ${locality}`));
  });
});

describe('the version of a policy', () => {
  const plans = { national: { days: buildDefinition(), other: buildDefinition({ nullable: true }) } };
  const version = (more: Parameters<typeof buildFiles>[0] = {}, locality = 'district') =>
    resolve({ ...plans, ...more }, locality).version;

  it('is 16 hex digits, the same for the same values in any order', () => {
    const reordered = { national: { other: plans.national.other, days: plans.national.days } };
    expect(version()).toMatch(/^[0-9a-f]{16}$/);
    expect(version(reordered)).toBe(version());
  });

  it('stays when only words change: a source, a note, a title, bounds, or who states the same value', () => {
    const reworded = buildDefinition({ source: 'S9', note: 'n', title: { zh: '新', en: 'New' }, bounds: { max: 90 } });
    expect(version({ national: { ...plans.national, days: reworded } })).toBe(version());
    expect(version({ city: { days: stated(15) } })).toBe(version());
  });

  it('changes with a value or a unit, a value become null, and a parameter more', () => {
    const versions = [
      version(),
      version({ district: { days: stated(16) } }),
      version({ city: { other: stated(null) } }),
      version({ national: { ...plans.national, days: buildDefinition({ unit: 'calendarDays' }) } }),
      version({ national: { ...plans.national, more: buildDefinition() } }),
      version({}, 'city'),
    ];
    expect(new Set(versions).size).toBe(versions.length);
  });

  it('stays when a value changes that is overridden, or stands elsewhere', () => {
    const own = { district: { days: stated(3) } };
    expect(version({ ...own, city: { days: stated(9) } })).toBe(version(own));
    expect(version({ district: { days: stated(9) } }, 'city')).toBe(version({}, 'city'));
  });
});

describe('caseParameters', () => {
  it('keeps value, unit and source of the sections asked for', () => {
    const files = buildFiles({ national: { days: buildDefinition() } });
    const other = buildFile(
      'national',
      {},
      { sections: { ...files['national.yaml']?.sections, acts: { x: buildDefinition() } } },
    );
    const policy = resolvePolicy(accepted({ ...files, 'national.yaml': other }), 'city');
    const days = { value: 15, unit: 'workingDays', source: '条例1 (LV)' };
    expect(caseParameters(policy, ['plan'])).toEqual({ plan: { days } });
    expect(Object.keys(caseParameters(policy, ['plan', 'acts']))).toEqual(['plan', 'acts']);
  });

  it.each(['nothing', 'constructor'])('refuses a section the policy has not: %s', (section) => {
    const policy = resolve({ national: { days: buildDefinition() } });
    expect(() => caseParameters(policy, [section])).toThrow(`the policy of district has no section ${section}`);
  });
});

describe('termOfParameter', () => {
  it('gives a period as a term, none where it does not apply', () => {
    expect(termOfParameter({ value: 15, unit: 'workingDays' })).toEqual({ n: 15, unit: 'workingDays' });
    expect(termOfParameter({ value: null, unit: 'months' })).toBeUndefined();
    expect(() => termOfParameter({ value: 3, unit: 'times' })).toThrow(RangeError);
  });
});
