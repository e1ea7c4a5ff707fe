import { grouped } from '../../domain/grouped.ts';
import { covers } from '../../domain/organisation/scope.ts';
import { contradiction, implausible } from '../../domain/rankings/plausibility.ts';
import { similarNames } from '../../domain/rankings/similarNames.ts';
import type { Language } from '../../domain/text.ts';
import { addError, headingOf } from '../tables/parseTable.ts';
import type { RowValues, Table, TableRow } from '../tables/tableColumn.ts';
import { rankingColumns } from './rankingColumns.ts';

type Row = TableRow<RowValues<typeof rankingColumns>>;

/** An entry of the register, as rows refer to it. */
export interface KnownCompound {
  id: string;
  name: string;
  scope: string;
  /** It may still be named by its id, for earlier months; it is neither missed nor suggested. */
  retired?: true | undefined;
}

/** What a file may speak of: the register, and whose places the uploader speaks for. */
export interface Register {
  compounds: readonly KnownCompound[];
  scopes: readonly string[];
  /** Tickets of the month before, by compound. */
  before: ReadonlyMap<string, { complaints: number }>;
}

export interface CheckedRows {
  rows: (Row & { of: KnownCompound })[];
  duplicates: { compound: string; lines: [number, number] }[];
  unknown: { line: number; given: string; suggestions: { id: string; name: string }[] }[];
  missing: { id: string; name: string }[];
  warnings: { line: number; compound: string; detail: string }[];
}

/** Suggestions are looked for so many unknown names; whoever has more has the wrong file. */
const suggestedFor = 200;

/**
 * Holds the rows of a file to the register and to each other. What is wrong is added to the table's errors, by line and
 * column.
 */
export function checkRows(
  table: Table<RowValues<typeof rankingColumns>>,
  register: Register,
  language: Language,
): CheckedRows {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const title = (key: string): string => {
    const column = rankingColumns.find((each) => each.key === key);
    return column ? headingOf(table, column, language) : key;
  };
  const refuse = (line: number, key: string, detail: string): void =>
    addError(table, { line, column: title(key), detail });
  const own = register.compounds.filter(({ scope }) => register.scopes.some((outer) => covers(outer, scope)));
  const current = own.filter(({ retired }) => !retired);
  const find = finder(register.compounds, current);
  const similar = similarNames(current);
  const checked: CheckedRows = { rows: [], duplicates: [], unknown: [], missing: [], warnings: [] };
  const lineOf = new Map<string, number>();

  for (const row of table.rows) {
    const { line, values } = row;
    const given = values.compound ?? values.name;
    const column = values.compound === undefined ? 'name' : 'compound';
    if (given === undefined) {
      refuse(line, 'compound', say('编号和名称至少填一项', 'give the id or the name'));
      continue;
    }
    const found = find(values.compound, values.name);
    if (found === undefined) {
      const suggestions =
        checked.unknown.length < suggestedFor
          ? similar(values.name ?? given).map(({ id, name }) => ({ id, name }))
          : [];
      checked.unknown.push({ line, given, suggestions });
      const hint = suggestions.map(({ id, name }) => `${name} (${id})`).join(say('、', ', '));
      const guess = hint === '' ? '' : say(`；相近：${hint}`, `; did you mean ${hint}?`);
      refuse(line, column, say(`台账中没有“${given}”${guess}`, `there is no “${given}” in the register${guess}`));
      continue;
    }
    if ('ids' in found) {
      const ids = found.ids.join(', ');
      refuse(line, column, say(`同名小区：${ids}，请填编号`, `several have this name (${ids}): give the id`));
      continue;
    }
    if (!own.includes(found)) {
      refuse(line, column, say(`${found.id}不在您的管辖范围内`, `${found.id} is outside of your scope`));
      continue;
    }
    const earlier = lineOf.get(found.id);
    if (earlier !== undefined) {
      checked.duplicates.push({ compound: found.id, lines: [earlier, line] });
      refuse(line, column, say(`${found.id}在第${earlier}行已出现`, `${found.id} stands in line ${earlier} already`));
      continue;
    }
    lineOf.set(found.id, line);
    const wrong = contradiction(values);
    if (wrong) {
      refuse(line, wrong.column, wrong.detail[language]);
      continue;
    }
    const warn = (detail: string): number => checked.warnings.push({ line, compound: found.id, detail });
    if (values.compound !== undefined && values.name !== undefined && values.name !== found.name) {
      warn(say(`台账名称为“${found.name}”`, `the register calls it “${found.name}”`));
    }
    if (found.retired) warn(say('该小区已停用', 'it is retired in the register'));
    for (const doubt of implausible(values, register.before.get(found.id))) warn(doubt[language]);
    checked.rows.push({ ...row, of: found });
  }
  checked.missing = current.filter(({ id }) => !lineOf.has(id)).map(({ id, name }) => ({ id, name }));
  return checked;
}

/** Finds by id, else by exact name among one's own that are not retired; a name that several have is no answer. */
function finder(all: readonly KnownCompound[], own: readonly KnownCompound[]) {
  const plain = (name: string): string => name.normalize('NFKC').replaceAll(/\s/g, '');
  const byId = new Map(all.map((each) => [each.id, each]));
  const byName = grouped(own, ({ name }) => plain(name));
  return (id: string | undefined, name: string | undefined): KnownCompound | { ids: string[] } | undefined => {
    if (id !== undefined) return byId.get(id);
    const [first, ...others] = byName.get(plain(name ?? '')) ?? [];
    return first && others.length > 0 ? { ids: [first, ...others].map((each) => each.id) } : first;
  };
}
