import type { ClientSession } from 'mongoose';
import { type CampaignEntry, noStaffing } from '../../domain/campaign/campaign.ts';
import { type FieldError, fieldError, Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { covers } from '../../domain/organisation/scope.ts';
import { type Text, text } from '../../domain/text.ts';
import type { CampaignCompoundDocument, CampaignDocument } from '../../models/campaigns.ts';
import { pathsTo } from '../../models/registers.ts';
import type { SpaceServices } from '../services.ts';
import { requireOwnScope, visiblePlaces } from '../visibility.ts';

/** Errors that are named one by one in an answer; more would not be read. */
const errorsNamed = 100;

/** What of the campaigns an actor sees: those of places they see, and those around a place of theirs. */
export function campaignsInSight(actor: Actor): Record<string, unknown> {
  const sight = visiblePlaces(actor);
  if (sight === undefined) return {};
  const around = [...new Set(sight.flatMap(pathsTo))];
  return { $or: [{ within: { $in: sight } }, { place: { $in: around } }] };
}

/** @throws Refusal not-found */
export async function visibleCampaign(space: SpaceServices, actor: Actor, id: string): Promise<CampaignDocument> {
  const found = await space.campaigns.campaigns.findOne({ $and: [{ _id: id }, campaignsInSight(actor)] }).lean();
  if (found === null)
    throw new Refusal('not-found', {
      zh: `没有行动 ${id}，或不在您的管辖范围内`,
      en: `There is no campaign ${id}, or it is outside of your scope`,
    });
  return found;
}

/** A campaign that the actor may change. @throws Refusal not-found, forbidden */
export async function ownCampaign(space: SpaceServices, actor: Actor, id: string): Promise<CampaignDocument> {
  const found = await visibleCampaign(space, actor, id);
  requireOwnScope(actor, found.place);
  return found;
}

/** @throws Refusal campaign-launched */
export function requireDraft({ _id, status }: CampaignDocument): void {
  if (status !== 'draft')
    throw new Refusal('campaign-launched', {
      zh: `${_id} 处于 ${status} 状态；只有草稿可以修改`,
      en: `${_id} is ${status}; only a draft changes`,
    });
}

export function changedMeanwhile(): Refusal {
  return new Refusal('revision-conflict', {
    zh: '该行动刚被他人修改，请重新读取',
    en: 'Somebody changed the campaign at the same time; read it again',
  });
}

/**
 * Changes a draft and its compounds, both or neither.
 *
 * @param change what else is written; it runs in the same transaction
 * @throws Refusal revision-conflict when it was changed, or launched, in the meantime
 */
export async function changeDraft(
  { database, campaigns }: SpaceServices,
  { _id, revision }: CampaignDocument,
  set: Partial<CampaignDocument>,
  change: (session: ClientSession) => Promise<void> = async () => {},
): Promise<CampaignDocument> {
  return await database.transaction(async (session) => {
    await change(session);
    const compounds = await campaigns.campaignCompounds.countDocuments({ campaign: _id }).session(session);
    const changed = await campaigns.campaigns
      .findOneAndUpdate(
        { _id, revision, status: 'draft' },
        { $set: { ...set, compounds }, $inc: { revision: 1 } },
        { session, returnDocument: 'after' },
      )
      .lean();
    if (changed === null) throw changedMeanwhile();
    return changed;
  });
}

/**
 * The documents of a list's entries: each compound is in the register, within the campaign's place, and listed once.
 *
 * @param pointerOf where in the request an entry stands, for what is wrong with it
 * @throws Refusal invalid-input naming each entry that is not
 */
export async function entryDocuments(
  { registers }: SpaceServices,
  { _id, place }: Pick<CampaignDocument, '_id' | 'place'>,
  entries: readonly CampaignEntry[],
  pointerOf: (index: number) => string,
): Promise<CampaignCompoundDocument[]> {
  const ids = entries.map(({ compound }) => compound);
  const found = await registers.compounds.find({ _id: { $in: ids } }, { name: 1, scope: 1, within: 1 }).lean();
  const registered = new Map(found.map((each) => [each._id, each]));
  const errors: FieldError[] = [];
  const listed = new Set<string>();
  const documents = entries.flatMap(({ staffing = noStaffing, ...entry }, index) => {
    const refuse = (detail: Text): [] => {
      errors.push(fieldError(pointerOf(index), detail));
      return [];
    };
    const subject = registered.get(entry.compound);
    if (subject === undefined)
      return refuse(text(`台账中没有小区${entry.compound}`, `there is no compound ${entry.compound} in the register`));
    if (!covers(place, subject.scope))
      return refuse(text(`${entry.compound}不在${place}范围内`, `${entry.compound} lies outside of ${place}`));
    if (listed.has(entry.compound)) return refuse(text(`${entry.compound}重复`, `${entry.compound} is listed twice`));
    listed.add(entry.compound);
    const { name, scope, within } = subject;
    return [{ _id: `${_id}|${entry.compound}`, campaign: _id, ...entry, name, scope, within, staffing, case: null }];
  });
  if (errors.length > 0) throw new Refusal('invalid-input', undefined, errors.slice(0, errorsNamed));
  return documents;
}
