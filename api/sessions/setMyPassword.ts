import { z } from 'zod';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { text } from '../../domain/text.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { passwordMatches, passwordSchema } from '../users/password.ts';

export const setMyPassword = endpoint({
  method: 'put',
  path: '/api/v1/me/password',
  operationId: 'setMyPassword',
  tag: 'sessions',
  summary: 'Choose a new password; every session ends, sign in again',
  access: { roles: everyone },
  beforePasswordChange: true,
  body: z
    .strictObject({ current: z.string().min(1).max(200), password: passwordSchema })
    .meta({ id: 'PasswordChange' }),
  responses: { 204: null },
  errors: ['too-many-requests', 'revision-conflict'],
  handler: async ({ body, session, actor, services, address, requestId }) => {
    const { accounts, attempts, revocations, clock } = services;
    await attempts.begin(actor.id, address);
    const user = await accounts.find(actor.id);
    if (!user || !(await passwordMatches(body.current, user.password))) {
      throw new Refusal('invalid-input', undefined, [
        fieldError('/current', text('不是您的密码', 'is not your password')),
      ]);
    }
    await attempts.succeeded(actor.id, address);
    const by = { actor: { id: actor.id, role: actor.role }, address, requestId, space: session.space };
    await accounts.change(user, { password: body.password, mustChangePassword: false }, 'passwordSet', by);
    await revocations.revokeUser(user._id, clock());
    return { status: 204 };
  },
});
