import { z } from 'zod';
import { companyFields, companySchema, creditGrades } from '../../../domain/registers/company.ts';
import { text } from '../../../domain/text.ts';
import { codeColumn, idColumn, nameColumn, placeColumns, textColumn, yesNoColumn } from '../columns.ts';
import type { Register } from '../register.ts';

/** Property companies 物业服务企业. */
export const companies: Register = {
  name: 'companies',
  words: { one: 'a property company', many: 'property companies' },
  fields: z.strictObject(companyFields),
  view: companySchema,
  placement: { path: ({ place }) => String(place), field: 'place' },
  references: [],
  columns: [
    idColumn('PM-01'),
    nameColumn,
    placeColumns.place,
    textColumn({
      key: 'creditCode',
      title: text('统一社会信用代码', 'Credit code'),
      help: text('18 位', '18 digits and capitals'),
    }),
    codeColumn({ key: 'creditGrade', title: text('信用等级', 'Credit grade') }, creditGrades),
    yesNoColumn({
      key: 'fallback',
      title: text('兜底企业', 'Fallback'),
      help: text('是否为接管无物业小区的公益性物业', 'Whether it takes compounds that nobody manages'),
    }),
  ],
  placeColumns: ['place'],
  audit: { created: 'entryCreated', changed: 'entryChanged' },
};
