import type { Language } from '../../domain/text.ts';
import { addError } from '../tables/parseTable.ts';
import type { RowValues, Table } from '../tables/tableColumn.ts';
import { rollColumns } from './rollColumns.ts';

export type RollTable = Table<RowValues<typeof rollColumns>>;

export interface RollWarning {
  line: number;
  detail: string;
}

/** Warnings beyond this number are counted, not listed. */
const warningsListed = 200;

/**
 * Holds the rows of a roll to each other. What is wrong is added to the table's errors; what may be wrong is returned: names
 * that own several units without an owner id would be several heads (法释〔2020〕17号 9).
 */
export function checkRoll(table: RollTable, language: Language): { warnings: RollWarning[]; warningCount: number } {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const title = rollColumns[0].title[language];
  const lineOf = new Map<string, number>();
  const firstOf = new Map<string, number>();
  const warnings: RollWarning[] = [];
  for (const { line, values } of table.rows) {
    const { unit, state, names = [], owner } = values;
    const earlier = lineOf.get(unit);
    if (earlier !== undefined) {
      const detail = say(`${unit}在第${earlier}行已出现`, `${unit} stands in line ${earlier} already`);
      addError(table, { line, column: title, detail });
      continue;
    }
    lineOf.set(unit, line);
    if (state !== 'sold' || owner !== undefined) continue;
    if (names.length === 0) {
      warnings.push({ line, detail: say('没有业主姓名', 'nobody is named as owner') });
      continue;
    }
    const same = [...names].sort().join('、');
    const first = firstOf.get(same);
    if (first === undefined) firstOf.set(same, line);
    else {
      const detail = say(
        `与第${first}行业主同名：如为同一买受人，请填相同的业主编号，合计按一人`,
        `the owners are named as in line ${first}: one buyer needs one owner id, to count as one head`,
      );
      warnings.push({ line, detail });
    }
  }
  return { warnings: warnings.slice(0, warningsListed), warningCount: warnings.length };
}
