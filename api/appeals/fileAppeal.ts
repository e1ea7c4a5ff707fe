import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Appealed } from '../../domain/appeals/appealed.ts';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { stoodInFor } from '../../domain/organisation/actor.ts';
import { refuseAppeal } from '../../domain/permissions.ts';
import { statementSchema } from '../../domain/procedures/appeal.ts';
import { text } from '../../domain/text.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { visibleDocument } from '../cases/caseAccess.ts';
import { caseParams } from '../cases/getCase.ts';
import { type JudgedStart, openCase } from '../cases/openCase.ts';
import { toldCase } from '../cases/wholeCase.ts';
import { endpoint, type Session } from '../endpoint.ts';
import { caseViewSchema, presentOf } from '../present/case.ts';
import type { Services, SpaceServices } from '../services.ts';
import { withTexts } from '../timeline/readTimeline.ts';
import { appealedOf, appealIdOf, appealKind, filingPeriod } from './filing.ts';

const appealBodySchema = z
  .strictObject({
    event: z.int().min(1).describe('seq of the decision on the timeline of the case'),
    ...statementSchema.shape,
  })
  .meta({ id: 'AppealFiling' });
type AppealBody = z.infer<typeof appealBodySchema>;

export const fileAppeal = endpoint({
  method: 'post',
  path: '/api/v1/cases/{id}/appeals',
  operationId: 'fileAppeal',
  tag: 'acts',
  summary: 'Appeal against a decision of a case, open or closed; the level above whoever decided rules on it',
  description:
    'Starts a case of its own, linked to the one appealed against. One appeal for each decision, within the days of the policy ' +
    'after it took effect. The case goes on meanwhile, but for what carries the decision out, where the policy holds that back.',
  access: { roles: ['coordinator', 'reviewer'] },
  idempotent: 'required',
  params: caseParams,
  body: appealBodySchema,
  responses: { 201: caseViewSchema },
  errors: ['not-found', 'appeal-refused', 'not-ready', 'outcome-unknown', 'case-parked'],
  handler: async ({ params: { id }, body, actor, session, space, services, language, idempotencyKey }) => {
    await readYourWrites(space, actor.id, id);
    const document = await visibleDocument(space, actor, id);
    const start = {
      kind: appealKind,
      requested: { case: id, ...body },
      compute: () => judged(services, session, document, body),
    };
    const snapshot = await openCase(services, session, start, idempotencyKey).catch((error: unknown) => {
      throw appealedAlready(document, body, error);
    });
    const shown = await toldCase(services, space, snapshot, { actor, language });
    return { status: 201, body: shown, headers: { Location: `/api/v1/cases/${encodeURIComponent(shown.id)}` } };
  },
});

/**
 * The appeal as a case to start, once it is found admissible.
 *
 * @throws Refusal appeal-refused, forbidden
 */
async function judged(
  services: Services,
  session: Session,
  document: CaseDocument,
  { event, ...statement }: AppealBody,
): Promise<JudgedStart> {
  const space = services.spaces[session.space];
  const appealed = await appealedAt(services, space, document, event);
  const { subject, locality, _id: id } = document;
  const refused = refuseAppeal(session.actor, appealed.rule.by, subject.scope);
  if (refused) throw refused;
  await space.policyStore.refresh();
  const now = presentOf(document, services.clock());
  const { until, endsAt } = filingPeriod(space, document, appealed.on);
  if (endsAt !== null && now.toISOString() >= endsAt) {
    const detail = text(
      `对${appealed.on}的这一决定，申诉期已于${until}届满`,
      `An appeal against this decision of ${appealed.on} was possible until ${until}`,
    );
    throw new Refusal('appeal-refused', detail, [fieldError('/event', detail)]);
  }
  const { stage, decision, office, on, deciders } = appealed;
  return {
    kind: appealKind,
    subject: subject.id,
    about: subject,
    locality,
    links: [{ case: id, relation: 'appeals' }],
    input: {
      case: id,
      event,
      stage,
      decision,
      office,
      on,
      notBy: [...new Set([...deciders, session.actor.id, ...stoodInFor(session.actor)])],
      holds: [...(appealed.rule.holds ?? [])],
    },
    statement,
    // In a rehearsal the case's present may be ahead of the clock on the wall.
    ...(now.getTime() > services.clock().getTime() + 1000 && { beginsAt: now.toISOString() }),
  };
}

/** How long whoever appeals waits for a decision that is not in the read model yet. */
const patience = 1000;
const pollMilliseconds = 20;

async function appealedAt(
  services: Services,
  space: SpaceServices,
  document: CaseDocument,
  seq: number,
): Promise<Appealed> {
  const stored = () => space.cases.timeline.find({ case: document._id, seq }).sort({ epoch: -1 }).limit(1).lean();
  let found = await stored();
  for (const end = Date.now() + patience; found.length === 0 && Date.now() < end; found = await stored()) {
    await pause(pollMilliseconds);
  }
  const [event] = await withTexts(space, found);
  if (event === undefined) {
    const detail = text(`没有第${seq}号记录`, `There is no event ${seq}`);
    throw new Refusal('appeal-refused', detail, [fieldError('/event', detail)]);
  }
  const appealed = appealedOf(services, document, event);
  if (appealed instanceof Refusal) throw appealed;
  return appealed;
}

/** Another's appeal against the same decision is under way, or has ended. */
function appealedAlready(document: CaseDocument, { event }: AppealBody, error: unknown): unknown {
  if (!(error instanceof Refusal) || (error.code !== 'case-active' && error.code !== 'case-once')) return error;
  const id = appealIdOf(document, event);
  const detail = text(`对这一决定已提出申诉：${id}`, `This decision has been appealed: ${id}`);
  return new Refusal('appeal-refused', detail, [fieldError('/event', detail)]);
}
