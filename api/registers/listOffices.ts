import { z } from 'zod';
import { officeCodeSchema, officeCodes, offices } from '../../domain/organisation/offices.ts';
import { textSchema } from '../../domain/text.ts';
import { endpoint, everyone } from '../endpoint.ts';

const officeSchema = z
  .strictObject({
    code: officeCodeSchema,
    title: textSchema,
    superior: officeCodeSchema.nullable().describe('The level above: it hears of overdue work'),
  })
  .meta({ id: 'Office' });

export const listOffices = endpoint({
  method: 'get',
  path: '/api/v1/offices',
  operationId: 'listOffices',
  tag: 'offices',
  summary: 'The offices that act on cases, by code',
  description:
    'They are part of the program: procedures are written for them. Who holds an office where is in the accounts.',
  access: { roles: everyone },
  responses: { 200: z.strictObject({ items: z.array(officeSchema) }) },
  handler: () =>
    Promise.resolve({
      status: 200,
      body: {
        items: officeCodes.map((code) => ({
          code,
          title: offices[code].title,
          superior: offices[code].superior ?? null,
        })),
      },
    }),
});
