import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataFileError, loadCalendars, loadPolicies } from '../../../api/policies/loadPolicies.ts';

const shipped = fileURLToPath(new URL('../../../policies', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policies-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const national = `
jurisdiction: national
title: { zh: 国家, en: National }
level: nation
inherits: null
sections:
  plan:
    days:
      title: { zh: 期限, en: Period }
      value: 15
      unit: workingDays
      source: A
      change: free
`;
const province = `
jurisdiction: province
title: { zh: 某省, en: Some province }
level: province
inherits: national
sections:
  plan:
    days:
      value: 20
      source: S1
`;

const write = (files: Record<string, string>) =>
  Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));

async function refusal(loading: Promise<unknown>): Promise<DataFileError> {
  const error = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DataFileError)) throw new Error(`not refused as expected: ${String(error)}`);
  return error;
}

describe('loadPolicies', () => {
  it('reads the policies of the project', async () => {
    const policies = await loadPolicies(shipped);
    expect(Object.keys(policies)).toEqual(
      expect.arrayContaining(['national', 'shandong', 'qingdao', 'linyi', 'lanshan', 'shinan', 'dongyingEtdz']),
    );
  });

  it('leaves other files alone', async () => {
    await write({ 'national.yaml': national, 'province.yml': province, 'README.md': '# :' });
    expect(Object.keys(await loadPolicies(folder))).toEqual(['national', 'province']);
  });

  it('lists every problem of every file in one error, with lines', async () => {
    await write({
      'national.yaml': national.replace('change: free', 'change: never'),
      'province.yaml': province.replace('value: 20', 'value: 0.5').replace('level: province', 'level: town'),
    });
    const error = await refusal(loadPolicies(folder));
    expect(error.problems.map(({ file, path, line }) => [file, path, line])).toEqual([
      ['national.yaml', 'plan.days.change', 13],
      ['province.yaml', 'level', 4],
      ['province.yaml', 'plan.days.value', 9],
    ]);
    expect(error.message).toContain('3 problems');
    expect(error.message).toContain('national.yaml:13 plan.days.change: change is fixed, free, or');
  });

  it('points at the entry when the field is missing', async () => {
    await write({ 'national.yaml': national, 'province.yaml': province.replace('source: S1', '') });
    expect((await refusal(loadPolicies(folder))).problems).toMatchObject([{ path: 'plan.days.source', line: 8 }]);
  });

  it('takes a key stated twice for an error, and judges the rest', async () => {
    await write({ 'national.yaml': `${national}      value: 16\n`, 'province.yaml': province.replace('20', 'x') });
    const { problems } = await refusal(loadPolicies(folder));
    expect(problems.map(({ file, path, line }) => [file, path, line])).toEqual([
      ['national.yaml', '', 14],
      ['province.yaml', 'plan.days.value', 9],
    ]);
    expect(problems[0]?.reason).toBe('Map keys must be unique');
  });

  it('says where a file is not YAML, without blaming the files that need it', async () => {
    await write({ 'national.yaml': national.replace('{ zh: 国家', '{ zh: [国家'), 'province.yaml': province });
    const { problems } = await refusal(loadPolicies(folder));
    expect(new Set(problems.map(({ file }) => file))).toEqual(new Set(['national.yaml']));
    expect(problems[0]).toMatchObject({ line: 3 });
  });

  it('wants a file to be named after its jurisdiction', async () => {
    await write({ 'national.yaml': national, 'shandong.yaml': province });
    expect((await refusal(loadPolicies(folder))).problems).toEqual([
      { file: 'shandong.yaml', path: 'jurisdiction', reason: 'a file is named after its jurisdiction, province.yaml' },
    ]);
  });

  it('refuses a folder without policies', async () => {
    expect((await refusal(loadPolicies(folder))).message).toContain('has no YAML files');
  });
});

describe('loadCalendars', () => {
  const year = (year: number) => `year: ${year}\nsource: 通知\nstatus: official\noff: []\nwork: []\n`;

  it('reads the years of the project in order', async () => {
    const years = await loadCalendars(join(shipped, 'calendars'));
    expect(years.map(({ year }) => year)).toEqual(expect.arrayContaining([2025, 2026]));
    expect(years).toEqual(years.toSorted((a, b) => a.year - b.year));
  });

  it('lists every problem of every file in one error, with lines', async () => {
    await write({
      '2026.yaml': year(2026).replace('official', 'rumoured'),
      '2027.yaml': year(2028),
      '2029.yaml': `${year(2029)}year: 2029\n`,
    });
    const { problems } = await refusal(loadCalendars(folder));
    expect(problems.map(({ file, path, line }) => [file, path, line])).toEqual([
      ['2029.yaml', '', 6],
      ['2026.yaml', 'status', 3],
      ['2027.yaml', 'year', undefined],
    ]);
  });
});
