import { z } from 'zod';
import type { DeliveryDocument } from '../../models/notices.ts';
import { type PageRequest, pageQuery, pageRequest } from '../pages.ts';
import type { SpaceServices } from '../services.ts';

const stateSchema = z
  .enum(['waiting', 'sent', 'dead', 'dropped'])
  .describe('dead: every attempt failed; dropped: there was nobody to send it to any more');

export const deliverySchema = z
  .strictObject({
    id: z.string().describe('Stands in the message, the same for every attempt'),
    to: z.string().describe('The user or webhook'),
    state: stateSchema,
    case: z.string().nullable(),
    notices: z.int().describe('How many it tells of; 0 is a test'),
    urgent: z.boolean(),
    attempts: z.int(),
    createdAt: z.iso.datetime(),
    nextAt: z.iso.datetime().nullable().describe('When it is tried next'),
    sentAt: z.iso.datetime().nullable(),
    answers: z
      .array(
        z.strictObject({
          at: z.iso.datetime(),
          ok: z.boolean(),
          status: z.int().optional(),
          detail: z.string(),
        }),
      )
      .describe('Of the last attempts, newest last'),
  })
  .meta({ id: 'Delivery' });

export const deliveryQuery = z.strictObject({ ...pageQuery, state: stateSchema.optional() });

export function deliveryView(delivery: DeliveryDocument): z.input<typeof deliverySchema> {
  const { _id, to, state, case: id, notices, urgent, attempts, createdAt, nextAt, sentAt, answers } = delivery;
  return {
    id: _id,
    to,
    state,
    case: id,
    notices: notices.length,
    urgent,
    attempts,
    createdAt: createdAt.toISOString(),
    nextAt: state === 'waiting' ? nextAt.toISOString() : null,
    sentAt: sentAt?.toISOString() ?? null,
    answers: answers.map(({ at, ...answer }) => ({ at: at.toISOString(), ...answer })),
  };
}

const order = [
  ['createdAt', -1],
  ['_id', -1],
] as const;

/** A page of the log, newest first. */
export async function deliveryPage(
  { notices }: SpaceServices,
  filter: Record<string, unknown>,
  { state, ...position }: z.output<typeof deliveryQuery>,
): Promise<ReturnType<PageRequest['page']> & { items: z.input<typeof deliverySchema>[] }> {
  const wanted = { ...filter, ...(state !== undefined && { state }) };
  const { after, sort, limit, page } = pageRequest(position, order, ['deliveries', wanted]);
  const found = await notices.deliveries
    .find({ $and: [wanted, after] })
    .sort(sort)
    .limit(limit + 1)
    .lean<DeliveryDocument[]>();
  return page(found, deliveryView);
}

export const replaySchema = z
  .strictObject({ since: z.iso.datetime().describe('Those made since then') })
  .meta({ id: 'Replay' });
export const replayedSchema = z.strictObject({ replayed: z.int() });

/** Sends messages again that were given up or dropped, or one that was sent. They keep their ids. */
export async function replay({ notices }: SpaceServices, filter: Record<string, unknown>, now: Date): Promise<number> {
  const { modifiedCount } = await notices.deliveries.updateMany(
    { ...filter, state: filter['state'] ?? { $in: ['dead', 'dropped'] } },
    { $set: { state: 'waiting', attempts: 0, nextAt: now }, $unset: { sentAt: 1 } },
  );
  return modifiedCount;
}
