import { z } from 'zod';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { spaceSchema } from '../../domain/case/caseView.ts';
import { Refusal } from '../../domain/errors.ts';
import { actorOn } from '../../domain/organisation/actor.ts';
import { endpoint } from '../endpoint.ts';
import { passwordMatches } from '../users/password.ts';
import { sessionCookies } from './cookie.ts';
import { sessionSchema, signedInUser } from './sessionView.ts';

export const createSession = endpoint({
  method: 'post',
  path: '/api/v1/sessions',
  operationId: 'createSession',
  tag: 'sessions',
  summary: 'Sign in',
  description: 'API clients send the token as bearer token. Browsers get it as an HttpOnly cookie as well.',
  access: { public: true },
  body: z
    .strictObject({
      username: z.string().min(1).max(80),
      password: z.string().min(1).max(200),
      space: spaceSchema.optional().describe('Default live'),
    })
    .meta({ id: 'Credentials' }),
  responses: { 201: sessionSchema },
  errors: ['invalid-credentials', 'too-many-requests'],
  handler: async ({ body: { username, password, space = 'live' }, services, address, requestId, secure, language }) => {
    const { accounts, attempts, audit, tokens, clock } = services;
    await attempts.begin(username, address);
    const user = await accounts.find(username);
    const matches = await passwordMatches(password, user?.password);
    if (!matches || !user || user.disabled) {
      audit.record({ what: 'signInFailed', actor: { id: username }, address, requestId, space });
      throw new Refusal('invalid-credentials');
    }
    await attempts.succeeded(username, address);
    audit.record({ what: 'signedIn', actor: { id: user._id, role: user.role }, address, requestId, space });
    const { mustChangePassword } = user;
    const { token, claims } = await tokens.issue(await accounts.actorOf(user), space, { mustChangePassword });
    const maxAge = Math.floor(claims.exp - clock().getTime() / 1000);
    return {
      status: 201,
      headers: { 'Set-Cookie': sessionCookies(token, maxAge, secure) },
      body: {
        token,
        user: signedInUser(actorOn(claims.actor, dayOf(clock().toISOString())), mustChangePassword, language),
        space,
        expiresAt: new Date(claims.exp * 1000).toISOString(),
      },
    };
  },
});
