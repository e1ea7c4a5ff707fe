import { z } from 'zod';
import { plainDaySchema } from '../calendar/calendarYear.ts';
import { type OfficeCode, officeCodeSchema } from './offices.ts';
import { covers, scopeSchema } from './scope.ts';

export const roles = ['coordinator', 'reviewer', 'monitor', 'administrator', 'integration', 'system'] as const;
export const roleSchema = z.enum(roles).meta({ id: 'Role' });
export type Role = z.infer<typeof roleSchema>;

/** An administrator's three duties are held apart: system, security, audit. */
export const dutySchema = z.enum(['system', 'security', 'audit']).meta({ id: 'Duty' });
export type Duty = z.infer<typeof dutySchema>;

/** An office someone acts for, where, and (when several units share an office) which unit. */
export const postSchema = z
  .strictObject({ office: officeCodeSchema, scope: scopeSchema, unit: z.string().max(80).optional() })
  .meta({ id: 'Post' });
export type Post = z.infer<typeof postSchema>;

/** Somebody by name, as timelines and lists show them. */
export const personSchema = z.strictObject({ id: z.string().min(1).max(80), name: z.string().max(80) });
export type Person = z.infer<typeof personSchema>;

/** A post as a session carries it: one's own, or for some days that of somebody one stands in for. */
export const heldPostSchema = postSchema
  .extend({
    for: personSchema.optional().describe('Whose post it is; absent for one’s own'),
    from: plainDaySchema.optional().describe('First day of standing in'),
    until: plainDaySchema.optional().describe('Last day of standing in'),
  })
  .meta({ id: 'HeldPost' });
export type HeldPost = z.infer<typeof heldPostSchema>;

/** So many posts a session carries, those of the people stood in for included. */
export const mostPosts = 40;

/** Who acts: taken from the signed session token, never from a request body. */
export const actorSchema = z
  .strictObject({
    id: z.string().min(1).max(80),
    name: z.string().max(80),
    role: roleSchema,
    scope: scopeSchema,
    posts: z.array(heldPostSchema).max(mostPosts),
    duties: z.array(dutySchema).optional(),
  })
  .meta({ id: 'Actor' });
export type Actor = z.infer<typeof actorSchema>;

/** The service itself: deadlines, imports, projections. */
export const systemActor: Actor = { id: 'system', name: '系统 System', role: 'system', scope: '*', posts: [] };

/** Whether the actor holds this office for a place (and, when the task names one, this unit). */
export function holdsOffice(actor: Actor, office: OfficeCode, scope: string, unit?: string): boolean {
  return postsFor(actor, office, scope, unit).length > 0;
}

function postsFor(actor: Actor, office: OfficeCode, scope: string, unit?: string): HeldPost[] {
  return actor.posts.filter(
    (post) =>
      post.office === office &&
      covers(post.scope, scope) &&
      (unit === undefined || post.unit === undefined || post.unit === unit),
  );
}

/** The actor as of a day: without the posts of people they stand in for on other days. */
export function actorOn(actor: Actor, today: string): Actor {
  const held = actor.posts.filter(({ from = today, until = today }) => from <= today && today <= until);
  return held.length === actor.posts.length ? actor : { ...actor, posts: held };
}

/** Those the actor stands in for. */
export function stoodInFor({ posts }: Actor): string[] {
  return [...new Set(posts.flatMap((post) => (post.for ? [post.for.id] : [])))];
}

/** In whose name the actor acts for an office: nobody's but their own when they hold it themselves. */
export function actsInNameOf(actor: Actor, office: OfficeCode, scope: string, unit?: string): Person | undefined {
  const held = postsFor(actor, office, scope, unit);
  return held.some((post) => post.for === undefined) ? undefined : held[0]?.for;
}

/** Where a case is, and which places inside were asked by themselves. */
export interface CasePlaces {
  scope: string;
  asked?: readonly string[];
}

/** Whether the actor may see a case: its place, or a place inside that was asked something in it. */
export function seesCase(actor: Actor, { scope, asked = [] }: CasePlaces): boolean {
  return sees(actor, scope) || asked.some((place) => sees(actor, place));
}

/** Whether the actor may see a place: by own scope or by any post. A post at a compound shows that compound only. */
export function sees(actor: Actor, scope: string): boolean {
  return covers(actor.scope, scope) || actor.posts.some((post) => covers(post.scope, scope));
}
