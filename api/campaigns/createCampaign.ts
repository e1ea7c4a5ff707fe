import { mongo } from 'mongoose';
import { z } from 'zod';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { campaignFields, campaignSchema } from '../../domain/campaign/campaign.ts';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { text } from '../../domain/text.ts';
import type { CampaignDocument } from '../../models/campaigns.ts';
import { pathsTo } from '../../models/registers.ts';
import { endpoint } from '../endpoint.ts';
import { etag } from '../etag.ts';
import type { SpaceServices } from '../services.ts';
import { requireOwnScope } from '../visibility.ts';
import { campaignView } from './campaignView.ts';

const duplicateKey = 11_000;
const attempts = 20;

export const createCampaign = endpoint({
  method: 'post',
  path: '/api/v1/campaigns',
  operationId: 'createCampaign',
  tag: 'campaigns',
  summary: 'Draft a campaign',
  access: { roles: ['coordinator'] },
  body: z.strictObject(campaignFields).meta({ id: 'NewCampaign' }),
  responses: { 201: campaignSchema },
  errors: ['unavailable'],
  handler: async ({ body, actor, space, services, address, requestId }) => {
    requireOwnScope(actor, body.place);
    if (!(await space.registers.places.exists({ _id: body.place }))) {
      const detail = text(
        `没有登记${body.place}，请先登记该地区`,
        `There is no place ${body.place}; enter it first (POST /api/v1/places)`,
      );
      throw new Refusal('invalid-input', undefined, [fieldError('/place', detail)]);
    }
    const now = services.clock();
    const document = await insert(space, dayOf(now.toISOString()).slice(0, 4), {
      ...body,
      within: pathsTo(body.place),
      status: 'draft',
      selection: null,
      compounds: 0,
      revision: 1,
      createdAt: now,
      createdBy: actor.id,
      updatedAt: now,
    });
    services.audit.record({
      what: 'campaignCreated',
      subject: document._id,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    return {
      status: 201,
      headers: { ETag: etag(document.revision), Location: `/api/v1/campaigns/${document._id}` },
      body: campaignView(document),
    };
  },
});

/** Campaigns of a year are numbered; whoever takes a number first has it. */
async function insert(
  { campaigns: { campaigns } }: SpaceServices,
  year: string,
  fields: Omit<CampaignDocument, '_id'>,
): Promise<CampaignDocument> {
  const prefix = `K-${year}-`;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const taken = await campaigns.find({ _id: { $gte: prefix, $lt: `K-${year}.` } }, { _id: 1 }).lean();
    const last = Math.max(0, ...taken.map(({ _id }) => Number(/^\d+$/.exec(_id.slice(prefix.length))?.[0] ?? 0)));
    const document = { _id: `${prefix}${String(last + 1).padStart(2, '0')}`, ...fields };
    try {
      await campaigns.collection.insertOne({ ...document } as never);
      return document;
    } catch (error) {
      if (!(error instanceof mongo.MongoServerError && error.code === duplicateKey)) throw error;
    }
  }
  throw new Refusal('unavailable', {
    zh: '同时起草的行动过多，请重试',
    en: 'Too many campaigns are being drafted at once; try again',
  });
}
