import { z } from 'zod';
import { branchFields, branchKinds, branchSchema } from '../../../domain/registers/branch.ts';
import { text } from '../../../domain/text.ts';
import { codeColumn, idColumn, listColumn, nameColumn, placeColumns, required, starColumn } from '../columns.ts';
import type { Register } from '../register.ts';

/** Party branches of compounds 小区党支部; one may have several compounds, and a compound several branches. */
export const branches: Register = {
  name: 'branches',
  words: { one: 'a compound branch', many: 'compound branches' },
  fields: z.strictObject(branchFields),
  view: branchSchema,
  placement: { path: ({ place }) => String(place), field: 'place' },
  references: [{ field: 'compounds', to: 'compounds' }],
  columns: [
    idColumn('B-01'),
    nameColumn,
    required(codeColumn({ key: 'kind', title: text('类型', 'Kind') }, branchKinds)),
    placeColumns.place,
    required(
      listColumn(
        {
          key: 'compounds',
          title: text('小区编号', 'Compounds'),
          aliases: ['小区'],
          help: text('一个或多个，以“、”分隔', 'One or several, set apart by 、 or comma'),
        },
        40,
      ),
    ),
    starColumn,
  ],
  placeColumns: ['place'],
  audit: { created: 'entryCreated', changed: 'entryChanged' },
};
