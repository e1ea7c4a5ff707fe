import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { etag } from '../etag.ts';
import { requireWithinScope } from './accounts.ts';
import { passwordSchema, randomPassword } from './password.ts';
import { userFields, usernameSchema, userSchema, userView } from './userView.ts';

export const createUser = endpoint({
  method: 'post',
  path: '/api/v1/users',
  operationId: 'createUser',
  tag: 'users',
  summary: 'Create an account; its first password has to be changed at the first sign-in',
  access: { roles: ['administrator'], duties: ['security'] },
  body: z
    .strictObject({ username: usernameSchema, ...userFields, password: passwordSchema.optional() })
    .meta({ id: 'NewUser' }),
  responses: {
    201: z
      .strictObject({
        ...userSchema.shape,
        password: z.string().optional().describe('The random one, shown this once'),
      })
      .meta({ id: 'CreatedUser' }),
  },
  errors: ['duplicate-id'],
  handler: async ({ body: { username, password: given, ...fields }, actor, session, services, address, requestId }) => {
    requireWithinScope(actor, fields);
    const password = given ?? randomPassword();
    const by = { actor: { id: actor.id, role: actor.role }, space: session.space, address, requestId };
    const user = await services.accounts.create(username, fields, password, by);
    return {
      status: 201,
      headers: { ETag: etag(user.revision), Location: `/api/v1/users/${encodeURIComponent(username)}` },
      body: { ...userView(user), ...(given === undefined && { password }) },
    };
  },
});
