import { z } from 'zod';
import { type Text, text } from '../../domain/text.ts';
import { codeCell, dateCell, listCell, wholeNumberCell, yesNoCell } from '../tables/cells.ts';
import type { RegisterColumn } from './register.ts';

type Column = Pick<RegisterColumn, 'key' | 'title' | 'help' | 'aliases'>;

/** A column of free text; the register's own schema has the last word on it. */
export function textColumn(column: Column): RegisterColumn {
  return { ...column, schema: z.string() };
}

export function numberColumn(column: Column, min: number, max: number): RegisterColumn {
  return { ...column, schema: wholeNumberCell(min, max) };
}

export function dateColumn(column: Column): RegisterColumn {
  return { ...column, schema: dateCell };
}

export function yesNoColumn(column: Column): RegisterColumn {
  return { ...column, schema: yesNoCell };
}

/** A code, written by its title. */
export function codeColumn(column: Omit<Column, 'help'>, titles: Readonly<Record<string, Text>>): RegisterColumn {
  const all = Object.values(titles);
  return {
    ...column,
    schema: codeCell(titles),
    help: text(all.map(({ zh }) => zh).join('、'), all.map(({ en }) => en).join(', ')),
    cell: (value) => titles[String(value)]?.zh ?? null,
  };
}

export function listColumn(column: Column, max: number): RegisterColumn {
  return { ...column, schema: listCell(z.string(), max) };
}

export function required(column: RegisterColumn): RegisterColumn {
  return { ...column, required: true };
}

export const nameColumn = required(
  textColumn({ key: 'name', title: text('名称', 'Name'), help: text('不超过 80 字', 'At most 80 characters') }),
);

/** The id, which has to be there and tells new from known entries. */
export function idColumn(example: string): RegisterColumn {
  return required(
    textColumn({
      key: 'id',
      title: text('编号', 'Id'),
      help: text(
        `如 ${example}；字母、数字、“_”和“-”，不超过 40 个；编号不变，是识别一行的依据`,
        `Such as ${example}; letters, digits, "_" and "-", at most 40; it never changes and says which entry the row is`,
      ),
    }),
  );
}

export const starColumn = numberColumn(
  { key: 'star', title: text('星级', 'Stars'), help: text('1 至 5', '1 to 5') },
  1,
  5,
);

const placeHelp = text('编号或名称', 'Id or name');

export const placeColumns = {
  city: required(textColumn({ key: 'city', title: text('城市', 'City'), aliases: ['市'], help: placeHelp })),
  district: required(
    textColumn({ key: 'district', title: text('区县', 'District'), aliases: ['区', '县'], help: placeHelp }),
  ),
  street: required(
    textColumn({ key: 'street', title: text('街道', 'Street'), aliases: ['街镇', '镇'], help: placeHelp }),
  ),
  community: required(
    textColumn({ key: 'community', title: text('社区', 'Community'), aliases: ['村居'], help: placeHelp }),
  ),
  /** The whole path in one cell. */
  place: required(
    textColumn({
      key: 'place',
      title: text('所在地', 'Place'),
      help: text(
        '从市开始，编号或名称，以“/”分隔，如 临沂市/兰山区',
        'From the city on, ids or names set apart by "/"',
      ),
    }),
  ),
} as const;

export const compoundColumn = required(
  textColumn({
    key: 'compound',
    title: text('小区编号', 'Compound'),
    aliases: ['小区'],
    help: text('小区登记簿中的编号', 'Its id in the register of compounds'),
  }),
);
