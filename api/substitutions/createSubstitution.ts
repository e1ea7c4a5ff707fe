import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { addDays, dayOf, plainDaySchema } from '../../domain/calendar/calendar.ts';
import { type FieldError, fieldError, Refusal } from '../../domain/errors.ts';
import { mostPosts } from '../../domain/organisation/actor.ts';
import { type Text, text } from '../../domain/text.ts';
import type { SubstitutionDocument, UserDocument } from '../../models/users.ts';
import { endpoint } from '../endpoint.ts';
import { requireWithinScope } from '../users/accounts.ts';
import { usernameSchema } from '../users/userView.ts';
import { substitutionSchema, substitutionView } from './substitutionView.ts';

/** Longer absences are a change of posts. */
const longestDays = 366;

const bodySchema = z
  .strictObject({
    person: usernameSchema.optional().describe('Who is away; you yourself when absent'),
    substitute: usernameSchema.describe('Who acts in their offices'),
    from: plainDaySchema,
    until: plainDaySchema.describe('Last day'),
    note: z.string().trim().min(1).max(300).optional(),
  })
  .meta({ id: 'NewSubstitution' });

export const createSubstitution = endpoint({
  method: 'post',
  path: '/api/v1/substitutions',
  operationId: 'createSubstitution',
  tag: 'substitutions',
  summary: 'Let somebody act in another’s offices from day to day',
  description:
    'Reviewers enter their own absence, administrators anybody’s. What is decided so names both on the timeline, and neither ' +
    'may judge what the other submitted. The substitute signs in again, and then has the posts.',
  access: { roles: ['reviewer', 'administrator'], duties: ['security'] },
  body: bodySchema,
  responses: { 201: substitutionSchema },
  handler: async ({ body, actor, session, services, address, requestId }) => {
    const { accounts, revocations, clock } = services;
    const absent = body.person ?? actor.id;
    if (actor.role !== 'administrator' && absent !== actor.id) {
      throw new Refusal('forbidden', {
        zh: '只能登记自己的缺勤；他人的由管理员登记',
        en: 'You enter your own absence; an administrator enters that of others',
      });
    }
    const [person, substitute] = [await accounts.find(absent), await accounts.find(body.substitute)];
    const today = dayOf(clock().toISOString());
    const errors = [...daysWrong(body, today), ...peopleWrong(person, substitute)];
    if (errors.length > 0 || !person || !substitute) throw new Refusal('invalid-input', undefined, errors);
    if (actor.role === 'administrator') {
      requireWithinScope(actor, person);
      requireWithinScope(actor, substitute);
    }
    const { posts } = await accounts.actorOf(substitute);
    if (posts.length + person.posts.length > mostPosts) {
      const detail = text(`将同时担任超过${mostPosts}个岗位`, `would hold more than ${mostPosts} posts at a time`);
      throw new Refusal('invalid-input', undefined, [fieldError('/substitute', detail)]);
    }
    const document: SubstitutionDocument = {
      _id: randomUUID(),
      person: { id: person._id, name: person.name },
      substitute: { id: substitute._id, name: substitute.name },
      from: body.from,
      until: body.until,
      ...(body.note !== undefined && { note: body.note }),
      by: actor.id,
      createdAt: clock(),
    };
    const by = { actor: { id: actor.id, role: actor.role }, space: session.space, address, requestId };
    const detail = `${substitute._id} for ${person._id}, ${body.from} to ${body.until}`;
    await accounts.audited({ what: 'substitutionEntered', subject: person._id, detail, ...by }, async (transaction) => {
      await accounts.models.substitutions.collection.insertOne({ ...document } as never, { session: transaction });
    });
    // Posts are in the tokens: only a new one has these.
    await revocations.revokeUser(substitute._id, clock());
    return { status: 201, body: substitutionView(document, actor, clock()) };
  },
});

function daysWrong({ from, until }: z.output<typeof bodySchema>, today: string): FieldError[] {
  if (until < from) return [fieldError('/until', text('早于开始日', 'lies before the first day'))];
  if (until < today) return [fieldError('/until', text('早于今天', 'lies in the past'))];
  if (until >= addDays(from, longestDays))
    return [fieldError('/until', text(`最长${longestDays}天`, `at most ${longestDays} days`))];
  return [];
}

function peopleWrong(person: UserDocument | null, substitute: UserDocument | null): FieldError[] {
  const wrong = (user: UserDocument | null): Text | undefined => {
    if (!user || user.disabled) return text('没有这个用户', 'there is no such user');
    return user.role === 'reviewer' ? undefined : text('不代表任何单位办理', 'decides for no office');
  };
  const [away, other] = [wrong(person), wrong(substitute)];
  if (away !== undefined) return [fieldError('/person', away)];
  if (other !== undefined) return [fieldError('/substitute', other)];
  if (person?.posts.length === 0) return [fieldError('/person', text('没有任何岗位', 'holds no office'))];
  return person?._id === substitute?._id ? [fieldError('/substitute', text('是同一个人', 'is the same person'))] : [];
}
