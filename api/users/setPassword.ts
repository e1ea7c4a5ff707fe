import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { requireWithinScope } from './accounts.ts';
import { randomPassword } from './password.ts';
import { usernameSchema } from './userView.ts';

export const setPassword = endpoint({
  method: 'post',
  path: '/api/v1/users/{username}/password',
  operationId: 'setPassword',
  tag: 'users',
  summary: 'Give an account a random password, to be changed at the next sign-in; its sessions end',
  access: { roles: ['administrator'], duties: ['security'] },
  params: z.strictObject({ username: usernameSchema }),
  responses: { 201: z.strictObject({ password: z.string().describe('Shown this once') }).meta({ id: 'NewPassword' }) },
  errors: ['not-found', 'revision-conflict'],
  handler: async ({ params: { username }, actor, session, services, address, requestId }) => {
    const user = await services.accounts.get(username);
    requireWithinScope(actor, user);
    const password = randomPassword();
    const by = { actor: { id: actor.id, role: actor.role }, space: session.space, address, requestId };
    await services.accounts.change(user, { password, mustChangePassword: true }, 'passwordSet', by);
    await services.revocations.revokeUser(user._id, services.clock());
    return { status: 201, body: { password } };
  },
});
