import { z } from 'zod';
import { communityClasses, communityFields, communitySchema } from '../../../domain/registers/community.ts';
import { text } from '../../../domain/text.ts';
import { codeColumn, idColumn, nameColumn, numberColumn, placeColumns } from '../columns.ts';
import type { Register } from '../register.ts';

const wholeNumber = text('整数', 'A whole number');

/** Communities 社区, part of the register of places. */
export const communities: Register = {
  name: 'communities',
  words: { one: 'a community', many: 'communities' },
  fields: z.strictObject(communityFields),
  view: communitySchema,
  placement: { path: ({ city, district, street }) => [city, district, street].join('/'), field: 'street', own: true },
  references: [],
  level: 'community',
  columns: [
    idColumn('hongqi'),
    nameColumn,
    placeColumns.city,
    placeColumns.district,
    placeColumns.street,
    numberColumn({ key: 'households', title: text('户数', 'Households'), help: wholeNumber }, 0, 1_000_000),
    numberColumn({ key: 'grids', title: text('网格数', 'Grids'), help: wholeNumber }, 0, 1000),
    codeColumn({ key: 'class', title: text('社区分类', 'Class') }, communityClasses),
  ],
  placeColumns: ['city', 'district', 'street'],
  audit: { created: 'entryCreated', changed: 'entryChanged' },
};
