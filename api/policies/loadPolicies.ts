import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { type CalendarYear, calendarYearSchema } from '../../domain/calendar/calendar.ts';
import { parsePolicies } from '../../domain/policy/parsePolicies.ts';
import type { Policies } from '../../domain/policy/policySchema.ts';

/** One thing to put right in a policy or calendar file. */
export interface DataFileProblem {
  file: string;
  /** Where it stands, such as `rectification.planDueDays.value`; empty for the file itself. */
  path: string;
  reason: string;
  line?: number;
}

/** Refuses a folder of policies or calendars with everything that is wrong in it. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError';
  readonly problems: readonly DataFileProblem[];

  constructor(directory: string, problems: readonly DataFileProblem[]) {
    const lines = problems.map(({ file, line, path, reason }) => {
      const place = line === undefined ? file : `${file}:${line}`;
      return `  ${place}${path === '' ? '' : ` ${path}`}: ${reason}`;
    });
    super(`${directory} has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}\n${lines.join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads every policy file of a folder (not of the folders in it).
 * @throws DataFileError listing every problem of every file
 */
export async function loadPolicies(directory: string): Promise<Policies> {
  const files = await readYamlFiles(directory);
  const contents = Object.fromEntries(files.map(({ file, content }) => [file, content]));
  const syntax = files.flatMap(({ problems }) => problems);
  // Judging the others without a file that cannot be read would only blame them for what it holds.
  const parsed = files.every(({ readable }) => readable) ? parsePolicies(contents) : undefined;
  const found = parsed?.ok === false ? parsed.problems : [];
  const problems = [...syntax, ...found.map((problem) => withLine(files, problem)), ...misnamed(files)];
  if (!parsed?.ok || problems.length > 0) throw new DataFileError(directory, problems);
  return parsed.policies;
}

/**
 * Reads every published year of rest days and make-up working days, in order.
 * @throws DataFileError listing every problem of every file
 */
export async function loadCalendars(directory: string): Promise<CalendarYear[]> {
  const files = await readYamlFiles(directory);
  const problems = files.flatMap(({ problems }) => problems);
  const years: CalendarYear[] = [];
  for (const { file, content, readable } of files) {
    if (!readable) continue;
    const parsed = calendarYearSchema.safeParse(content);
    if (!parsed.success) {
      const issues = parsed.error.issues.map(({ path, message }) => ({ file, path: path.join('.'), reason: message }));
      problems.push(...issues.map((issue) => withLine(files, issue)));
    } else if (`${parsed.data.year}` !== stem(file)) {
      problems.push({ file, path: 'year', reason: `a file is named after its year, ${parsed.data.year}.yaml` });
    } else years.push(parsed.data);
  }
  if (problems.length > 0) throw new DataFileError(directory, problems);
  return years.sort((a, b) => a.year - b.year);
}

export interface YamlFile {
  file: string;
  content: unknown;
  problems: DataFileProblem[];
  /** Whether the content can be judged in spite of the problems: a key stated twice has its last value. */
  readable: boolean;
  lineOf: (path: readonly string[]) => number | undefined;
}

/** Every YAML file of a folder, with what is wrong with its syntax. */
export async function readYamlFiles(directory: string): Promise<YamlFile[]> {
  const names = (await readdir(directory)).filter((name) => /\.ya?ml$/.test(name)).sort();
  if (names.length === 0)
    throw new DataFileError(directory, [{ file: directory, path: '', reason: 'has no YAML files' }]);
  return Promise.all(names.map(async (name) => readYaml(name, await readFile(join(directory, name), 'utf8'))));
}

function readYaml(file: string, text: string): YamlFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { strict: true, uniqueKeys: true, version: '1.2', lineCounter });
  const faults = [...document.errors, ...document.warnings];
  const readable = faults.every(({ code }) => code === 'DUPLICATE_KEY');
  const problems = faults.map(({ message, pos }) => ({
    file,
    path: '',
    reason: message.split(/ at line |\n/)[0] ?? message,
    line: lineCounter.linePos(pos[0]).line,
  }));
  return {
    file,
    content: readable ? document.toJS() : undefined,
    problems,
    readable,
    lineOf: (path) => lineIn(document.contents, lineCounter, path),
  };
}

/** The line of a path, or of the nearest thing around it that the file has. */
function lineIn(contents: unknown, lineCounter: LineCounter, path: readonly string[]): number | undefined {
  let node = contents;
  let offset: number | undefined;
  for (const step of path) {
    if (isSeq(node)) node = node.items[Number(step)];
    else {
      const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === step) : undefined;
      if (pair === undefined) break;
      if (isScalar(pair.key)) offset = pair.key.range?.[0];
      node = pair.value;
    }
  }
  return offset === undefined ? undefined : lineCounter.linePos(offset).line;
}

function withLine(files: readonly YamlFile[], problem: DataFileProblem): DataFileProblem {
  const source = files.find(({ file }) => file === problem.file);
  const path = problem.path.split('.');
  // Problems of parameters leave out the word that holds them all.
  const line = source?.lineOf(path) ?? (path.length > 1 ? source?.lineOf(['sections', ...path]) : undefined);
  return { ...problem, ...(line !== undefined && problem.path !== '' && { line }) };
}

function misnamed(files: readonly YamlFile[]): DataFileProblem[] {
  return files.flatMap(({ file, content }) => {
    const jurisdiction =
      typeof content === 'object' && content !== null && 'jurisdiction' in content ? content.jurisdiction : undefined;
    if (typeof jurisdiction !== 'string' || jurisdiction === stem(file)) return [];
    return [{ file, path: 'jurisdiction', reason: `a file is named after its jurisdiction, ${jurisdiction}.yaml` }];
  });
}

function stem(file: string): string {
  return basename(file).replace(/\.ya?ml$/, '');
}
