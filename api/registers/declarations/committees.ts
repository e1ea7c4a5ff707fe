import { z } from 'zod';
import { committeeFields, committeeSchema } from '../../../domain/registers/committee.ts';
import { text } from '../../../domain/text.ts';
import { compoundColumn, dateColumn, idColumn, nameColumn, numberColumn, required, yesNoColumn } from '../columns.ts';
import type { Register } from '../register.ts';

const day = text('如 2026-01-31', 'Such as 2026-01-31');

/** Owners' committees 业主委员会. */
export const committees: Register = {
  name: 'committees',
  words: { one: 'an owners’ committee', many: 'owners’ committees' },
  fields: z.strictObject(committeeFields),
  view: committeeSchema,
  placement: { of: 'compound' },
  references: [{ field: 'compound', to: 'compounds' }],
  columns: [
    idColumn('OC-01'),
    nameColumn,
    compoundColumn,
    dateColumn({ key: 'termBegan', title: text('任期起始', 'Term began'), help: day }),
    required(dateColumn({ key: 'termEnds', title: text('任期届满', 'Term ends'), help: day })),
    required(
      numberColumn({ key: 'members', title: text('委员人数', 'Members'), help: text('整数', 'A whole number') }, 1, 99),
    ),
    dateColumn({ key: 'certifiedOn', title: text('备案证明日期', 'Certified on'), help: day }),
    yesNoColumn({ key: 'filed', title: text('已备案', 'Filed'), help: text('是或否', 'Yes or no') }),
  ],
  placeColumns: [],
  audit: { created: 'entryCreated', changed: 'entryChanged' },
};
