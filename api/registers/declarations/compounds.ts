import { z } from 'zod';
import { compoundFields, compoundSchema, governanceTypes, selectionTypes } from '../../../domain/registers/compound.ts';
import { text } from '../../../domain/text.ts';
import { decimalCell } from '../../tables/cells.ts';
import { codeColumn, idColumn, nameColumn, numberColumn, placeColumns, required, textColumn } from '../columns.ts';
import type { Register } from '../register.ts';

/** Residential compounds 小区, the subjects of most cases. */
export const compounds: Register = {
  name: 'compounds',
  words: { one: 'a compound', many: 'compounds' },
  fields: z.strictObject(compoundFields),
  view: compoundSchema,
  placement: {
    path: ({ city, district, street, community }) => [city, district, street, community].join('/'),
    field: 'community',
    own: true,
  },
  references: [{ field: 'company', to: 'companies' }],
  links: [
    { field: 'branches', from: 'branches', by: 'compounds', many: true },
    { field: 'committee', from: 'committees', by: 'compound' },
    { field: 'secretary', from: 'secretaries', by: 'compound' },
  ],
  columns: [
    idColumn('C-01'),
    nameColumn,
    placeColumns.city,
    placeColumns.district,
    placeColumns.street,
    placeColumns.community,
    required(
      numberColumn(
        {
          key: 'households',
          title: text('户数', 'Households'),
          aliases: ['总户数'],
          help: text('整数', 'A whole number'),
        },
        0,
        100_000,
      ),
    ),
    {
      key: 'area',
      title: text('建筑面积', 'Floor area'),
      aliases: ['建筑面积（㎡）', '建筑面积（平方米）', 'Floor area (m²)'],
      schema: decimalCell(2, 10_000_000_000),
      help: text('平方米，最多两位小数', 'In m², at most two decimals'),
      cell: (value) => Number(value) / 100,
    },
    numberColumn({ key: 'builtYear', title: text('建成年份', 'Built'), help: text('四位年份', 'Year') }, 1900, 2200),
    codeColumn({ key: 'compoundTypeSelection', title: text('小区类型（选人）', 'Type by selection') }, selectionTypes),
    codeColumn(
      { key: 'compoundTypeGovernance', title: text('小区类型（治理）', 'Type by governance') },
      governanceTypes,
    ),
    textColumn({
      key: 'company',
      title: text('物业企业编号', 'Company'),
      aliases: ['物业企业'],
      help: text('物业企业登记簿中的编号', 'Its id in the register of companies'),
    }),
  ],
  placeColumns: ['city', 'district', 'street', 'community'],
  audit: { created: 'compoundCreated', changed: 'compoundChanged' },
};
