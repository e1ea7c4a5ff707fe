import { z } from 'zod';
import { type ActInput, type ActName, actSchemas } from '../../domain/case/acts.ts';
import { type ErrorCode, fieldError, Refusal } from '../../domain/errors.ts';
import { seesCase } from '../../domain/organisation/actor.ts';
import { text } from '../../domain/text.ts';
import { type Endpoint, endpoint, type Session } from '../endpoint.ts';
import type { Services } from '../services.ts';
import { actorOf } from '../users/userView.ts';
import { act, actErrors, actReplySchema } from './act.ts';
import { inFull } from './actReply.ts';
import { visiblePlacesOf, visibleScope } from './caseAccess.ts';
import { caseParams } from './getCase.ts';

/** Who may send an act at all; the case judges office and scope. */
const actors = ['coordinator', 'reviewer', 'monitor', 'integration'] as const;

interface ActEndpoint<N extends ActName, B extends z.ZodType> {
  name: N;
  path: string;
  summary: string;
  body: B;
  errors?: readonly ErrorCode[];
  /** The act's input, where the body is not that already. */
  input?: (body: z.output<B>, call: { services: Services; session: Session; id: string }) => Promise<ActInput<N>>;
}

function actEndpoint<N extends ActName, B extends z.ZodType>({
  name,
  path,
  summary,
  body,
  errors = [],
  input,
}: ActEndpoint<N, B>): Endpoint {
  return endpoint({
    method: 'post',
    path: `/api/v1/cases/{id}/${path}`,
    operationId: `${name}Case`,
    tag: 'acts',
    summary,
    description:
      'Answers ids alone; with `Prefer: return=representation` what it changed in full, once it can be read.',
    access: { roles: actors },
    idempotent: 'required',
    params: caseParams,
    body,
    responses: { 200: actReplySchema },
    errors: [...actErrors, ...errors],
    handler: async ({ params: { id }, body: given, session, space, services, language, idempotencyKey, header }) => {
      await visibleScope(space, session.actor, id);
      const carried = input ? await input(given, { services, session, id }) : (given as ActInput<N>);
      const reply = await act(services, session, { id, name, input: carried, idempotencyKey, body: given });
      if (header('prefer') !== 'return=representation') return { status: 200, body: reply };
      return { status: 200, body: await inFull(services, space, reply, { actor: session.actor, language }) };
    },
  });
}

const decisionErrors = [
  'stage-not-open',
  'already-decided',
  'unknown-decision',
  'computed-decision',
  'four-eyes',
  'comment-required',
  'evidence-required',
  'evidence-unknown',
  'effective-date-refused',
  'dissolve-refused',
  'not-ready',
] as const satisfies ErrorCode[];

const delegationBody = z
  .strictObject({
    ...actSchemas.delegate.shape,
    to: z.string().min(1).max(80).describe('User id of whoever decides in your place'),
  })
  .meta({ id: 'DelegationRequest' });

/** The acts that change a case, each one POST. */
export const actEndpoints: readonly Endpoint[] = [
  actEndpoint({
    name: 'decide',
    path: 'decisions',
    summary: 'Decide an open task (`stage` is its id)',
    body: actSchemas.decide,
    errors: decisionErrors,
  }),
  actEndpoint({
    name: 'comment',
    path: 'comments',
    summary: 'Comment on the case or a stage',
    body: actSchemas.comment,
  }),
  actEndpoint({
    name: 'delegate',
    path: 'delegations',
    summary: 'Let somebody else decide an open task, until a day',
    body: delegationBody,
    errors: ['stage-not-open', 'already-decided', 'four-eyes'],
    input: delegation,
  }),
  actEndpoint({
    name: 'reassign',
    path: 'reassignments',
    summary: 'Ask another office instead',
    body: actSchemas.reassign,
    errors: ['stage-not-open', 'already-decided'],
  }),
  actEndpoint({
    name: 'extend',
    path: 'extensions',
    summary: 'Extend a deadline before it expires',
    body: actSchemas.extend,
    errors: ['stage-not-open', 'already-decided', 'extension-refused'],
  }),
  actEndpoint({
    name: 'suspend',
    path: 'suspension',
    summary: 'Stop the clock of the case or of one task',
    body: actSchemas.suspend,
    errors: ['stage-not-open', 'already-decided'],
  }),
  actEndpoint({
    name: 'resume',
    path: 'resumption',
    summary: 'Let the clock run again, with what was left',
    body: actSchemas.resume,
    errors: ['stage-not-open', 'already-decided', 'not-suspended'],
  }),
  actEndpoint({
    name: 'correct',
    path: 'corrections',
    summary: 'Replace a mistaken decision; what followed from it is opened anew',
    body: actSchemas.correct,
    errors: ['correction-refused', ...decisionErrors],
  }),
  actEndpoint({
    name: 'cancel',
    path: 'cancellation',
    summary: 'End the case before its end, by who is entitled and with a reason',
    body: actSchemas.cancel,
  }),
  actEndpoint({
    name: 'link',
    path: 'links',
    summary: 'Name another case this one has to do with',
    body: actSchemas.link,
    input: link,
  }),
];

/** Whoever stands in has an account that works, and sees the case. */
async function delegation(
  { to, ...rest }: z.output<typeof delegationBody>,
  { services, session, id }: { services: Services; session: Session; id: string },
): Promise<ActInput<'delegate'>> {
  const places = await visiblePlacesOf(services.spaces[session.space], session.actor, id);
  const user = await services.accounts.find(to);
  const mayStandIn = user && !user.disabled && user.role === 'reviewer' && seesCase(actorOf(user), places);
  if (!mayStandIn) {
    throw new Refusal('invalid-input', undefined, [
      fieldError(
        '/to',
        text('不是能看到本案件、账号有效的办理人员', 'is no reviewer with a working account who sees this case'),
      ),
    ]);
  }
  return { ...rest, to: { id: user._id, name: user.name } };
}

async function link(
  body: z.output<typeof actSchemas.link>,
  { services, session }: { services: Services; session: Session },
): Promise<ActInput<'link'>> {
  try {
    await visibleScope(services.spaces[session.space], session.actor, body.case);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'not-found') throw error;
    throw new Refusal('invalid-input', undefined, [fieldError('/case', text('没有这个案件', 'there is no such case'))]);
  }
  return body;
}
