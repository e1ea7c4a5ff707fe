import { z } from 'zod';
import { spaceSchema } from '../../domain/case/caseView.ts';
import { type Actor, dutySchema, heldPostSchema, roleSchema } from '../../domain/organisation/actor.ts';
import { officeCodeSchema, offices } from '../../domain/organisation/offices.ts';
import { scopeSchema } from '../../domain/organisation/scope.ts';
import type { Language } from '../../domain/text.ts';

/** Who is signed in, with the offices named for reading. */
export const signedInUserSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    role: roleSchema,
    duties: z.array(dutySchema).optional(),
    scope: scopeSchema,
    posts: z.array(
      z.strictObject({
        office: officeCodeSchema,
        title: z.string().describe('The office in words'),
        scope: scopeSchema,
        unit: z.string().optional(),
        for: heldPostSchema.shape.for,
        until: heldPostSchema.shape.until,
      }),
    ),
    mustChangePassword: z.boolean(),
  })
  .meta({ id: 'SignedInUser' });

export function signedInUser(
  { id, name, role, duties, scope, posts }: Actor,
  mustChangePassword: boolean,
  language: Language,
): z.infer<typeof signedInUserSchema> {
  return {
    id,
    name,
    role,
    ...(duties && { duties }),
    scope,
    posts: posts.map((post) => ({
      office: post.office,
      title: offices[post.office].title[language],
      scope: post.scope,
      ...(post.unit !== undefined && { unit: post.unit }),
      ...(post.for && { for: post.for }),
      ...(post.until !== undefined && { until: post.until }),
    })),
    mustChangePassword,
  };
}

export const sessionSchema = z
  .strictObject({
    token: z.string().describe('For the Authorization header: Bearer …'),
    user: signedInUserSchema,
    space: spaceSchema,
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Session' });
