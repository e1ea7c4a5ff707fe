import { z } from 'zod';
import { streetFields, streetSchema } from '../../../domain/registers/street.ts';
import { text } from '../../../domain/text.ts';
import { idColumn, nameColumn, numberColumn, placeColumns } from '../columns.ts';
import type { Register } from '../register.ts';

/** Streets 街道, part of the register of places. */
export const streets: Register = {
  name: 'streets',
  words: { one: 'a street', many: 'streets' },
  fields: z.strictObject(streetFields),
  view: streetSchema,
  placement: { path: ({ city, district }) => [city, district].join('/'), field: 'district', own: true },
  references: [],
  level: 'street',
  columns: [
    idColumn('yinqueshan'),
    nameColumn,
    placeColumns.city,
    placeColumns.district,
    numberColumn(
      { key: 'households', title: text('户数', 'Households'), help: text('整数', 'A whole number') },
      0,
      10_000_000,
    ),
  ],
  placeColumns: ['city', 'district'],
  audit: { created: 'entryCreated', changed: 'entryChanged' },
};
