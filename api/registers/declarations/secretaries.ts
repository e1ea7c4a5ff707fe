import { z } from 'zod';
import { secretaryFields, secretarySchema } from '../../../domain/registers/secretary.ts';
import { text } from '../../../domain/text.ts';
import { compoundColumn, dateColumn, idColumn, nameColumn, starColumn, yesNoColumn } from '../columns.ts';
import type { Register } from '../register.ts';

/** Compound secretaries 小区党支部书记 as the street has filed them. */
export const secretaries: Register = {
  name: 'secretaries',
  words: { one: 'a compound secretary', many: 'compound secretaries' },
  fields: z.strictObject(secretaryFields),
  view: secretarySchema,
  placement: { of: 'compound' },
  references: [{ field: 'compound', to: 'compounds' }],
  columns: [
    idColumn('S-01'),
    { ...nameColumn, aliases: ['姓名', '职务'], help: text('姓名，或只写职务', 'The name, or only the post') },
    compoundColumn,
    dateColumn({ key: 'since', title: text('任职日期', 'Since'), help: text('如 2026-01-31', 'Such as 2026-01-31') }),
    yesNoColumn({ key: 'fullTime', title: text('专职', 'Full-time'), help: text('是或否', 'Yes or no') }),
    starColumn,
  ],
  placeColumns: [],
  audit: { created: 'entryCreated', changed: 'entryChanged' },
};
