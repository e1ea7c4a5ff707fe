import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { endpoint } from '../endpoint.ts';
import { passwordSchema } from './password.ts';
import { redeemSetupToken } from './setupToken.ts';
import { usernameSchema, userSchema, userView } from './userView.ts';

export const createAdministrator = endpoint({
  method: 'post',
  path: '/api/v1/administrators',
  operationId: 'createAdministrator',
  tag: 'users',
  summary: 'Create the first administrator with the one-time token the service printed',
  access: { public: true },
  body: z
    .strictObject({ token: z.string().min(1).max(200), username: usernameSchema, password: passwordSchema })
    .meta({ id: 'FirstAdministrator' }),
  responses: { 201: userSchema },
  errors: ['forbidden', 'duplicate-id', 'too-many-requests'],
  handler: async ({ body: { token, username, password }, services, address, requestId }) => {
    const { accounts, attempts, clock } = services;
    await attempts.begin('first administrator', address);
    if (!(await redeemSetupToken(accounts.models, token, clock()))) {
      throw new Refusal('forbidden', {
        zh: '令牌有误、已使用或已过期；可用 "npm run admin -- link" 重新生成',
        en: 'The token is wrong, used or expired; "npm run admin -- link" prints another',
      });
    }
    await attempts.succeeded('first administrator', address);
    const user = await accounts.create(
      username,
      { name: username, role: 'administrator', duties: ['system', 'security', 'audit'], scope: '*', posts: [] },
      password,
      { actor: { id: username, role: 'administrator' }, address, requestId },
      { mustChangePassword: false },
    );
    return { status: 201, body: userView(user) };
  },
});
