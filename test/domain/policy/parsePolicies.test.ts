import { describe, expect, it } from '@jest/globals';
import { parsePolicies } from '../../../domain/policy/parsePolicies.ts';
import { accepted, buildDefinition, buildFile, buildFiles, problemsOf } from './buildFiles.ts';

const definedAs = (definition: Record<string, unknown>) => ({ national: { days: buildDefinition(definition) } });
const stated = (value: unknown) => ({ value, source: 'S1' });

describe('the shape of a policy file', () => {
  it('accepts definitions and, below them, values', () => {
    const files = buildFiles({ ...definedAs({}), district: { days: { ...stated(20), note: 'why' } } });
    expect(Object.keys(accepted(files))).toEqual(['national', 'province', 'city', 'district']);
  });

  it('reports each of six different errors of one file', () => {
    const files = {
      ...buildFiles({
        national: {
          days: buildDefinition({ bounds: { max: 30 } }),
          law: buildDefinition({ change: 'fixed' }),
          notice: buildDefinition({ change: { allowed: 'raise' } }),
          share: buildDefinition({ unit: 'ratio', value: '0.5' }),
          unsourced: buildDefinition(),
        },
      }),
      'district.yaml': buildFile('district', {
        days: stated(31),
        law: stated(14),
        notice: stated(14),
        share: stated(1),
        unheardOf: stated(1),
        unsourced: { value: 1 },
      }),
    };
    expect(problemsOf(files).map(({ file, path }) => [file, path])).toEqual([
      ['district.yaml', 'plan.unsourced.source'],
      ['district.yaml', 'plan.days.value'],
      ['district.yaml', 'plan.law'],
      ['district.yaml', 'plan.notice.value'],
      ['district.yaml', 'plan.share.value'],
      ['district.yaml', 'plan.unheardOf'],
    ]);
  });

  it('reports the problems of all files together', () => {
    const files = buildFiles({ ...definedAs({}), province: { days: stated('x') }, district: { days: stated(-1) } });
    expect(problemsOf(files).map(({ file }) => file)).toEqual(['province.yaml', 'district.yaml']);
  });

  it('judges the entries of a file whose head is refused', () => {
    const files = {
      ...buildFiles(definedAs({})),
      'district.yaml': buildFile('district', { days: stated('x') }, { level: 'town' }),
    };
    expect(problemsOf(files).map(({ path }) => path)).toEqual(['level', 'plan.days.value']);
  });

  it('does not blame files below for a definition or a parent that is refused itself', () => {
    const files = buildFiles({ ...definedAs({ unit: 'weeks' }), district: { days: stated(20) } });
    expect(problemsOf(files).map(({ file, path }) => [file, path])).toEqual([['national.yaml', 'plan.days.unit']]);
    const headless = { ...buildFiles(), 'city.yaml': buildFile('city', {}, { title: '某市' }) };
    expect(problemsOf(headless).map(({ file, path }) => [file, path])).toEqual([['city.yaml', 'title']]);
  });

  it.each([
    ['an empty file', null, ''],
    ['a list', [], ''],
    ['a field nobody knows', buildFile('district', {}, { sectoins: {} }), 'sectoins'],
    ['a section that is no map', buildFile('district', {}, { sections: { plan: 3 } }), 'sections.plan'],
    ['a section named for a machine', buildFile('district', {}, { sections: { 'my plan': {} } }), 'sections.my plan'],
    ['an entry that is no map', buildFile('district', {}, { sections: { plan: { days: 3 } } }), 'plan.days'],
    ['a float', buildFile('district', { days: stated(0.6) }), 'plan.days.value'],
    ['a unit in a value below', buildFile('district', { days: { ...stated(3), unit: 'times' } }), 'plan.days.unit'],
  ])('refuses %s', (_, file, path) => {
    const problems = problemsOf({ ...buildFiles(definedAs({})), 'district.yaml': file });
    expect(problems).toContainEqual({ file: 'district.yaml', path, reason: expect.any(String) });
  });
});

describe('inheritance', () => {
  it.each([
    ['an unknown parent', 'atlantis', 'there is no policy for atlantis'],
    ['a parent of its own level', 'other', 'a district cannot inherit from a district'],
    ['no parent', null, 'a district inherits from a higher level'],
    ['itself', 'district', 'the chain of inheritance comes back to this file'],
  ])('refuses %s', (_, inherits, reason) => {
    const files = {
      ...buildFiles(),
      'other.yaml': buildFile('other', {}),
      'district.yaml': buildFile('district', {}, { inherits }),
    };
    expect(problemsOf(files)).toEqual([{ file: 'district.yaml', path: 'inherits', reason }]);
  });

  it('refuses a circle in every file that is part of it, and only there', () => {
    const files = {
      ...buildFiles({ ...definedAs({}), city: { days: stated(20) }, district: { days: stated(20) } }),
      'province.yaml': buildFile('province', {}, { inherits: 'city' }),
    };
    expect(problemsOf(files).map(({ file, path }) => [file, path])).toEqual([
      ['province.yaml', 'inherits'],
      ['city.yaml', 'inherits'],
    ]);
  });

  it('refuses two files for one jurisdiction', () => {
    const files = { ...buildFiles(), 'copy.yaml': buildFile('district', {}) };
    expect(problemsOf(files)).toEqual([
      { file: 'copy.yaml', path: 'jurisdiction', reason: 'another file is for district already' },
    ]);
  });

  it('refuses a parameter defined twice, in whatever order the files come', () => {
    const files = buildFiles({ ...definedAs({}), district: { days: buildDefinition() } });
    const backwards = Object.fromEntries(Object.entries(files).reverse());
    for (const given of [files, backwards]) {
      expect(problemsOf(given)).toEqual([
        {
          file: 'district.yaml',
          path: 'plan.days',
          reason: expect.stringContaining('national.yaml defines it already'),
        },
      ]);
    }
  });

  it('refuses a parameter that only another branch defines', () => {
    const files = {
      ...buildFiles({ city: { days: buildDefinition() } }),
      'other.yaml': buildFile('other', { days: stated(3) }, { inherits: 'province' }),
    };
    expect(problemsOf(files)).toEqual([
      { file: 'other.yaml', path: 'plan.days', reason: expect.stringContaining('does not inherit from there') },
    ]);
  });
});

describe('values and their units', () => {
  it.each([
    ['workingDays', 0],
    ['hours', 24],
    ['times', 3],
    ['ratio', '2/3'],
    ['ratio', '0.30'],
    ['points', 60],
    ['percent', 100],
    ['boolean', false],
    ['text', '12345·临沂首发'],
    ['list', ['leader', '', '']],
    ['fen', 300_000],
    ['dayOfMonth', 31],
    ['timeOfDay', '09:00'],
  ])('accepts for %s the value %j', (unit, value) => {
    expect(problemsOf(buildFiles(definedAs({ unit, value })))).toEqual([]);
  });

  it.each([
    ['workingDays', '15'],
    ['workingDays', -1],
    ['years', 101],
    ['ratio', 1],
    ['ratio', '50%'],
    ['percent', 101],
    ['boolean', 'yes'],
    ['text', 5],
    ['list', 'leader'],
    ['list', ['leader', 'leader']],
    ['fen', true],
    ['dayOfMonth', 0],
    ['dayOfMonth', 32],
    ['timeOfDay', '24:00'],
    ['timeOfDay', '9:00'],
    ['workingDays', null],
  ])('refuses for %s the value %j', (unit, value) => {
    expect(problemsOf(buildFiles(definedAs({ unit, value }))).map(({ path }) => path)).toEqual(['plan.days.value']);
  });

  it.each([
    ['workingDays', 10, { min: 5 }, 4],
    ['workingDays', 10, { max: 15 }, 16],
    ['ratio', '0.5', { min: '1/3' }, '0.33'],
    ['ratio', '0.5', { max: '2/3' }, '0.67'],
    ['enum', 'floor', { oneOf: ['floor', 'ceiling'] }, 'roof'],
    ['list', ['a'], { oneOf: ['a', 'b'] }, ['c']],
    ['list', ['a'], { minLength: 1 }, []],
    ['text', 'abc', { maxLength: 3 }, 'abcd'],
  ])('keeps %s %j within %j: %j is refused', (unit, value, bounds, outside) => {
    const definition = buildDefinition({ unit, value, bounds });
    const files = buildFiles({ national: { days: definition }, district: { days: stated(outside) } });
    expect(problemsOf(files).map(({ file, path }) => [file, path])).toEqual([['district.yaml', 'plan.days.value']]);
    expect(problemsOf(buildFiles(definedAs({ unit, value: outside, bounds })))).toHaveLength(1);
  });

  it('takes null only where the definition says that the parameter may not apply', () => {
    const files = (nullable: boolean) => buildFiles({ ...definedAs({ nullable }), district: { days: stated(null) } });
    expect(problemsOf(files(true))).toEqual([]);
    expect(problemsOf(files(false)).map(({ path }) => path)).toEqual(['plan.days.value']);
  });

  it.each([
    [{ unit: 'boolean', value: true, bounds: { min: 1 } }, 'bounds.min'],
    [{ unit: 'ratio', value: '0.5', bounds: { max: 1 } }, 'bounds.max'],
    [{ bounds: { min: 30, max: 20 } }, 'bounds'],
    [{ unit: 'enum', value: 'a' }, 'bounds'],
    [{ bounds: { oneOf: ['15'] } }, 'bounds.oneOf'],
    [{ unit: 'text', value: 'a', change: { allowed: 'raise' } }, 'change'],
    [{ change: 'never' }, 'change'],
    [{ change: { allowed: 'raise', exceptIn: ['atlantis'] } }, 'change.exceptIn'],
    [
      { change: { allowed: 'raise', exceptIn: ['city'], exceptWhen: { parameter: 'law', is: 1 } } },
      'change.exceptWhen',
    ],
  ])('refuses a definition that cannot be meant: %j', (definition, path) => {
    expect(problemsOf(buildFiles(definedAs(definition))).map((problem) => problem.path)).toEqual([`plan.days.${path}`]);
  });
});

describe('what the law or the level above forbids', () => {
  it('lets nobody state a fixed parameter', () => {
    const files = buildFiles({ ...definedAs({ change: 'fixed' }), city: { days: stated(15) } });
    expect(problemsOf(files)).toEqual([
      { file: 'city.yaml', path: 'plan.days', reason: 'fixed by 条例1 (LV): no jurisdiction may change it' },
    ]);
  });

  it.each([
    ['raise', 'workingDays', 15, 16, 14],
    ['lower', 'workingDays', 15, 14, 16],
    ['raise', 'ratio', '2/3', '0.67', '0.66'],
    ['lower', 'ratio', '0.10', '0.05', '0.11'],
    ['raise', 'boolean', false, true, undefined],
    ['raise', 'boolean', true, true, false],
    ['lower', 'boolean', false, false, true],
    ['raise', 'list', ['a'], ['a', 'b'], ['b']],
    ['lower', 'list', ['a', 'b'], ['a'], ['a', 'c']],
  ])('where a locality may only %s a %s of %j, %j is right and %j is refused', (allowed, unit, value, right, wrong) => {
    const files = (own: unknown) =>
      buildFiles({ ...definedAs({ unit, value, change: { allowed } }), district: { days: stated(own) } });
    expect(problemsOf(files(right))).toEqual([]);
    expect(problemsOf(files(value))).toEqual([]);
    if (wrong !== undefined) expect(problemsOf(files(wrong)).map(({ path }) => path)).toEqual(['plan.days.value']);
  });

  it('refuses to lower a legal floor, naming the law', () => {
    const files = buildFiles({ ...definedAs({ change: { allowed: 'raise' } }), district: { days: stated(14) } });
    expect(problemsOf(files)[0]?.reason).toBe('may only be raised: 15 holds above (条例1 (LV)), not 14');
    const parsed = parsePolicies(files);
    expect(!parsed.ok && parsed.problems[0]?.zh).toBe('只能提高：上级规定为15（条例1 (LV)），不能改为14');
  });

  it('holds a district to what its city has tightened', () => {
    const plans = { ...definedAs({ change: { allowed: 'raise' } }), city: { days: stated(20) } };
    expect(problemsOf(buildFiles({ ...plans, district: { days: stated(18) } }))[0]?.reason).toContain('20 holds above');
    expect(problemsOf(buildFiles({ ...plans, district: { days: stated(20) } }))).toEqual([]);
  });

  it('takes dropping a stricter parameter for loosening it', () => {
    const change = { allowed: 'raise' };
    const files = buildFiles({ ...definedAs({ change, nullable: true }), district: { days: stated(null) } });
    expect(problemsOf(files)).toHaveLength(1);
  });

  it('lets a jurisdiction with a law of its own be looser, within the bounds, and holds those below it to that', () => {
    const change = { allowed: 'raise', exceptIn: ['city'] };
    const files = (city: number, district: number) =>
      buildFiles({
        ...definedAs({ change, bounds: { min: 5 } }),
        city: { days: stated(city) },
        district: { days: stated(district) },
      });
    expect(problemsOf(files(10, 10))).toEqual([]);
    expect(problemsOf(files(10, 9)).map(({ file }) => file)).toEqual(['district.yaml']);
    expect(problemsOf(files(4, 15)).map(({ file }) => file)).toEqual(['city.yaml']);
  });
});

describe('values that must fit together', () => {
  const weights = (checks: unknown[], district: Record<string, Record<string, unknown>>) => ({
    ...buildFiles({ district }),
    'national.yaml': buildFile(
      'national',
      {
        a: buildDefinition({ unit: 'ratio', value: '0.3' }),
        b: buildDefinition({ unit: 'ratio', value: '0.7' }),
        wait: buildDefinition({ value: 5 }),
        notice: buildDefinition({ value: 15, unit: 'clearDays' }),
        target: buildDefinition({ value: 23, unit: 'calendarDays' }),
      },
      { checks },
    ),
  });
  const one = { title: { zh: '合计', en: 'Weights make one' }, sum: ['plan.a', 'plan.b'], equals: '1' };
  const fits = { title: { zh: '合计', en: 'Steps fit' }, sum: ['plan.wait', 'plan.notice'], atMost: 'plan.target' };

  it('accepts weights that make one and reports those that do not where they are stated', () => {
    expect(problemsOf(weights([one], {}))).toEqual([]);
    expect(problemsOf(weights([one], { a: stated('0.4'), b: stated('0.6') }))).toEqual([]);
    expect(problemsOf(weights([one], { b: stated('0.8') }))).toEqual([
      { file: 'district.yaml', path: 'plan.b', reason: 'Weights make one: the sum is 1.1, and must be 1' },
    ]);
  });

  it('reports a failed check once, not again for those who only inherit it', () => {
    const files = { ...weights([one], {}), 'city.yaml': buildFile('city', { a: stated('0.9') }) };
    expect(problemsOf(files).map(({ file }) => file)).toEqual(['city.yaml']);
  });

  it('counts five working days as seven, and a notice with the day of the meeting', () => {
    expect(problemsOf(weights([fits], {}))).toEqual([]);
    expect(problemsOf(weights([fits], { wait: stated(6) }))[0]).toMatchObject({ path: 'plan.wait' });
    expect(problemsOf(weights([fits], { target: stated(22) }))[0]).toMatchObject({ path: 'plan.target' });
  });

  it('reports a check of parameters that do not exist or cannot be added', () => {
    expect(problemsOf(weights([{ ...one, sum: ['plan.a', 'plan.c'] }], {}))[0]?.reason).toContain('plan.c');
    const hours = { ...buildDefinition({ unit: 'hours' }) };
    const files = weights([{ ...one, sum: ['plan.a', 'plan.b', 'plan.h'] }], {});
    const national = buildFile(
      'national',
      { ...files['national.yaml']?.sections.plan, h: hours },
      { checks: [{ ...one, sum: ['plan.a', 'plan.h'] }] },
    );
    expect(problemsOf({ ...files, 'national.yaml': national })[0]?.reason).toContain(
      'neither a ratio nor a period in days',
    );
  });
});
