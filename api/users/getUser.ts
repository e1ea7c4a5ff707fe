import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { etag } from '../etag.ts';
import { usernameSchema, userSchema, userView } from './userView.ts';

export const getUser = endpoint({
  method: 'get',
  path: '/api/v1/users/{username}',
  operationId: 'getUser',
  tag: 'users',
  summary: 'One account',
  access: { roles: ['administrator'] },
  params: z.strictObject({ username: usernameSchema }),
  responses: { 200: userSchema },
  errors: ['not-found'],
  handler: async ({ params, services }) => {
    const user = await services.accounts.get(params.username);
    return { status: 200, headers: { ETag: etag(user.revision) }, body: userView(user) };
  },
});
