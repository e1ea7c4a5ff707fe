import { z } from 'zod';
import { type Actor, dutySchema, postSchema, roleSchema } from '../../domain/organisation/actor.ts';
import { scopeSchema } from '../../domain/organisation/scope.ts';
import type { UserDocument } from '../../models/users.ts';

export const usernameSchema = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_.@-]{0,39}$/u, 'letters, digits, "_", ".", "@" and "-", at most 40')
  .describe('What is typed at sign-in and stands on timelines; it never changes');

const nameSchema = z.string().trim().min(1).max(80);

/** What an administrator decides about an account. */
export const userFields = {
  name: nameSchema,
  role: roleSchema.exclude(['system']),
  duties: z.array(dutySchema).max(3).optional().describe('Of an administrator'),
  scope: scopeSchema.describe('What the user sees and, as coordinator or administrator, works on'),
  posts: z.array(postSchema).max(40).describe('The offices a reviewer acts for, and where'),
};

export const userSchema = z
  .strictObject({
    id: usernameSchema,
    ...userFields,
    role: roleSchema,
    disabled: z.boolean(),
    mustChangePassword: z.boolean(),
    revision: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'User' });
export type UserView = z.infer<typeof userSchema>;

/** An account as it is shown; the password is not part of it. */
export function userView(user: UserDocument): UserView {
  const { _id, name, role, duties, scope, posts, disabled, mustChangePassword, revision } = user;
  return {
    id: _id,
    name,
    role,
    ...(duties && { duties }),
    scope,
    posts,
    disabled,
    mustChangePassword,
    revision,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
  };
}

/** Who a user is on timelines and in tokens. */
export function actorOf({ _id, name, role, duties, scope, posts }: UserDocument): Actor {
  return { id: _id, name, role, scope, posts, ...(duties && { duties }) };
}
