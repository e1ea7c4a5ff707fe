import type { CaseOpening } from '../../domain/case/opening.ts';
import { prepareOpening } from '../../domain/case/prepareOpening.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { procedure as rectification } from '../../domain/procedures/rectification.ts';
import type { Month } from '../../domain/rankings/complaintMonth.ts';
import type { Entering } from '../../domain/rankings/publicationPlan.ts';
import { type Text, text } from '../../domain/text.ts';
import { hashOf } from '../../domain/timeline/hashChain.ts';
import {
  type PublicationDocument,
  type PublicationItemDocument,
  type RankingDocument,
  versionKey,
} from '../../models/rankings.ts';
import { pathsTo } from '../../models/registers.ts';
import { keep } from '../cases/kept.ts';
import type { Services, SpaceServices } from '../services.ts';
import { figuresOf } from './compareVersions.ts';
import { requireRanking, requireVersion } from './getRanking.ts';
import { type Planned, planPublication, requirePublisher } from './planPublication.ts';
import {
  alreadyPublished,
  leavingOut,
  type PublicationBody,
  requirePublicationDay,
  requireUnpublished,
} from './publicationRequest.ts';
import { type PublicationScene, policyFor } from './publicationScene.ts';
import { publishedOnOf } from './publishedOn.ts';

interface Asked {
  actor: Actor;
  month: Month;
  body: PublicationBody;
  publishedOn: string;
  key: string;
  bodyHash: string;
}

/**
 * Publishes the figures of a version and writes down what is to follow, all of it or nothing. One publication at a time is
 * written in a space: each is planned on what the one before has published.
 *
 * @throws Refusal not-found, already-published, not-ready, forbidden, invalid-input, idempotency-key-reused
 */
export async function writePublication(
  services: Services,
  space: SpaceServices,
  asked: Asked,
): Promise<{ publication: PublicationDocument; isNew: boolean }> {
  const { publications } = space.complaints;
  await publications.updateOne({ _id: 'lock' }, { $setOnInsert: { month: '' } }, { upsert: true });
  return await space.database.transaction(async (session) => {
    // Whoever else is at it now is refused by the database and begins again.
    await publications.updateOne({ _id: 'lock' }, { $inc: { taken: 1 } } as never, { session });
    const before = await publications.findOne({ month: asked.month, key: asked.key }).session(session).lean();
    if (before) {
      if (before.body !== asked.bodyHash) throw new Refusal('idempotency-key-reused');
      return { publication: before as PublicationDocument, isNew: false };
    }
    const ranking = await requireRanking(space, asked.month, session);
    const version = await requireVersion(space, asked.month, asked.body.version ?? ranking.latest, session);
    const same = await publications.findById(versionKey(asked.month, version)).session(session).lean();
    if (same) {
      if (same.body !== asked.bodyHash) throw alreadyPublished(asked.month, version);
      return { publication: same as PublicationDocument, isNew: false };
    }
    requireUnpublished(ranking, version);
    if (ranking.publishing !== null) {
      throw new Refusal('not-ready', {
        zh: `${asked.month} 第 ${ranking.publishing} 版仍在发布中`,
        en: `Version ${ranking.publishing} of ${asked.month} is still being carried out`,
      });
    }
    requirePublicationDay(asked.publishedOn, ranking, space.space, services.clock());
    const scene: PublicationScene = { services, space, ranking, version, publishedOn: asked.publishedOn, session };
    const planned = await planPublication(scene);
    requirePublisher(asked.actor, planned);
    return { publication: await write(scene, planned, ranking, asked), isNew: true };
  });
}

async function write(
  scene: PublicationScene,
  planned: Planned,
  ranking: RankingDocument,
  { actor, month, body, key, bodyHash }: Asked,
): Promise<PublicationDocument> {
  const { services, space, version, publishedOn, session } = scene;
  const { plan } = planned;
  const { excluded, entering } = leavingOut(plan.entering, body.exclude ?? []);
  const publication: PublicationDocument = {
    _id: versionKey(month, version),
    month,
    version,
    replaces: ranking.published,
    publishedOn,
    by: actor,
    key,
    body: bodyHash,
    status: 'running',
    excluded,
    notTakenBack: plan.notTakenBack,
    startedAt: services.clock(),
    finishedAt: null,
  };
  const inSession = { session: session ?? undefined } as { session: NonNullable<typeof session> };
  await publishFigures(scene, planned, publication);
  await space.complaints.publications.collection.insertOne(publication as never, inSession);
  const items = [
    ...figureItems(planned, publication),
    ...(await inclusionItems(scene, entering, publication, plan.cases.length)),
  ];
  if (items.length > 0) await space.complaints.items.collection.insertMany(items as never[], inSession);
  await space.complaints.rankings.updateOne(
    { _id: month },
    { $set: { published: version, publishedOn, publishing: version, updatedAt: publication.startedAt } },
    inSession,
  );
  return publication;
}

async function publishFigures(
  { space, publishedOn, session }: PublicationScene,
  { changed, published, withdrawn }: Planned,
  { month, version, startedAt }: PublicationDocument,
): Promise<void> {
  const writes = [
    ...changed.map((row) => {
      const before = published.get(row.compound);
      const holdsSince = before && before.cityRank === row.cityRank ? publishedOnOf(before) : publishedOn;
      const replacement = {
        compound: row.compound,
        month,
        ...figuresOf(row),
        within: row.within,
        version,
        publishedAt: startedAt,
        publishedOn: holdsSince,
      };
      return { replaceOne: { filter: { _id: `${row.compound}|${month}` }, replacement, upsert: true } };
    }),
    ...withdrawn.map(({ _id }) => ({ deleteOne: { filter: { _id } } })),
  ];
  if (writes.length === 0) return;
  await space.complaints.complaintMonths.collection.bulkWrite(writes as never[], { ...(session && { session }) });
}

function figureItems({ plan, changed }: Planned, { _id }: PublicationDocument): PublicationItemDocument[] {
  const rows = new Map(changed.map((row) => [row.compound, row]));
  return plan.cases.flatMap(({ compound, name, case: id }, order) => {
    const row = rows.get(compound);
    if (row === undefined) return [];
    return [
      {
        _id: `${_id}|${id}`,
        publication: _id,
        kind: 'figures' as const,
        order,
        compound,
        name,
        within: row.within,
        state: 'pending' as const,
        attempts: 0,
        case: id,
        detail: null,
        figures: figuresOf(row),
      },
    ];
  });
}

async function inclusionItems(
  scene: PublicationScene,
  entering: readonly Entering[],
  { _id, by }: PublicationDocument,
  after: number,
): Promise<PublicationItemDocument[]> {
  const policyOf = policyFor(scene);
  const items: PublicationItemDocument[] = [];
  for (const [index, each] of entering.entries()) {
    const { policy } = policyOf(each.scope);
    await keep(scene.space, policy, scene.space.policies.calendar());
    items.push({
      _id: `${_id}|${each.compound}`,
      publication: _id,
      kind: 'inclusion',
      order: after + index,
      compound: each.compound,
      name: each.name,
      within: pathsTo(each.scope),
      state: 'pending',
      attempts: 0,
      case: null,
      detail: null,
      opening: openingOf(scene, each, policy, by),
      reason: reasonOf(each),
    });
  }
  return items;
}

function reasonOf({ months }: Entering): Text {
  const ranks = months.map(({ month, cityRank }) => `${month} #${cityRank}`).join(', ');
  return text(
    `今年累计${months.length}个月物业类投诉量居全市前列：${ranks}`,
    `${months.length} months of the year among the worst of the city by property-class tickets: ${ranks}`,
  );
}

/** The rectification a compound enters with, but for its ordinal: that is found when it is started. */
function openingOf(
  { services, space, version, publishedOn }: PublicationScene,
  { compound, name, scope, months, baselineMonthlyComplaints, campaign }: Entering,
  policy: Parameters<typeof prepareOpening>[0]['policy'],
  startedBy: Actor,
): CaseOpening {
  const now = services.clock().toISOString();
  const ranks = months.map(({ month, cityRank }) => `${month}第${cityRank}名`).join('、');
  const input = {
    route: 'monthlyTop50',
    baselineMonthlyComplaints,
    decision: `12345月排名（第${version}版，${publishedOn}公布）：${ranks}`.slice(0, 200),
  };
  const beginsAt = `${publishedOn}T01:00:00.000Z`;
  return prepareOpening({
    procedure: rectification,
    space: space.space,
    subject: { type: 'compound', id: compound, name, scope },
    input,
    policy,
    calendar: space.policies.calendar(),
    campaign,
    startedBy,
    key: hashOf([space.space, 'dynamicInclusion', months, version, compound]),
    body: hashOf(input),
    now,
    // A rehearsal's present is ahead of the wall clock.
    ...(space.space === 'rehearsal' && beginsAt > now && { beginsAt }),
  });
}
