import { z } from 'zod';
import { complaintMonthSchema } from '../../domain/rankings/complaintMonth.ts';
import type { ComplaintMonthDocument } from '../../models/rankings.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { registers } from '../registers/declarations/index.ts';
import { getEntry } from '../registers/entryStore.ts';

const monthSchema = z
  .strictObject({ ...complaintMonthSchema.shape, publishedOn: z.iso.date().nullable() })
  .meta({ id: 'PublishedComplaintMonth' });

export const listComplaintMonths = endpoint({
  method: 'get',
  path: '/api/v1/compounds/{id}/complaints',
  operationId: 'listComplaintMonths',
  tag: 'rankings',
  summary: 'The published 12345 figures of a compound, newest month first',
  access: { roles: everyone },
  params: z.strictObject({ id: z.string().min(1).max(40).describe('Of the compound') }),
  query: z.strictObject(pageQuery),
  responses: { 200: pageSchema(monthSchema) },
  errors: ['not-found', 'invalid-cursor'],
  handler: async ({ params: { id }, query, actor, space }) => {
    await getEntry(space, registers.compounds, id, actor);
    const { after, sort, limit, page } = pageRequest(query, [['month', -1]], ['complaintMonths', id]);
    const found = await space.complaints.complaintMonths
      .find({ $and: [{ compound: id }, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<ComplaintMonthDocument[]>();
    return { status: 200, body: page(found, monthView) };
  },
});

function monthView(document: ComplaintMonthDocument): z.input<typeof monthSchema> {
  const { _id, within, version, publishedAt, publishedOn, ...month } = document;
  return { ...month, publishedOn: publishedOn ?? null };
}
