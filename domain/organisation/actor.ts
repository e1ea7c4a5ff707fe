import { z } from 'zod';
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

/** Who acts: taken from the signed session token, never from a request body. */
export const actorSchema = z
  .strictObject({
    id: z.string().min(1).max(80),
    name: z.string().max(80),
    role: roleSchema,
    scope: scopeSchema,
    posts: z.array(postSchema).max(40),
    duties: z.array(dutySchema).optional(),
  })
  .meta({ id: 'Actor' });
export type Actor = z.infer<typeof actorSchema>;

/** The service itself: deadlines, imports, projections. */
export const systemActor: Actor = { id: 'system', name: '系统 System', role: 'system', scope: '*', posts: [] };

/** Whether the actor holds this office for a place (and, when the task names one, this unit). */
export function holdsOffice(actor: Actor, office: OfficeCode, scope: string, unit?: string): boolean {
  return actor.posts.some(
    (post) =>
      post.office === office &&
      covers(post.scope, scope) &&
      (unit === undefined || post.unit === undefined || post.unit === unit),
  );
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
