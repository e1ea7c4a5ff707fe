import type { Request } from 'express';
import { Refusal } from '../../domain/errors.ts';
import type { Session } from '../endpoint.ts';
import type { Services } from '../services.ts';
import { tokenOfCookies } from './cookie.ts';

/**
 * Who sent the request: by bearer token, else by cookie; undefined when neither is there.
 *
 * @throws Refusal unauthenticated or session-expired for a token that does not hold (any more)
 */
export async function authenticate(req: Request, services: Services): Promise<Session | undefined> {
  const authorization = req.get('authorization');
  const [, bearer] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (authorization !== undefined && bearer === undefined) {
    throw new Refusal('unauthenticated', 'Send the token as "Authorization: Bearer …"');
  }
  const token = bearer ?? tokenOfCookies(req.get('cookie'));
  if (token === undefined) return undefined;
  const claims = await services.tokens.verify(token);
  return {
    id: claims.jti,
    actor: claims.actor,
    space: claims.space,
    expiresAt: new Date(claims.exp * 1000),
    via: bearer === undefined ? 'cookie' : 'bearer',
  };
}
