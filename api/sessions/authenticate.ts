import type { Request } from 'express';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { Refusal } from '../../domain/errors.ts';
import { actorOn } from '../../domain/organisation/actor.ts';
import type { Session } from '../endpoint.ts';
import type { Services } from '../services.ts';
import { tokenOfCookies } from './cookie.ts';
import { spaceHeader } from './oidc.ts';
import type { TokenClaims } from './token.ts';

/**
 * Who sent the request: by bearer token, else by cookie; undefined when neither is there. MongoDB is not needed for our own
 * tokens.
 *
 * @throws Refusal unauthenticated or session-expired for a token that does not hold (any more)
 */
export async function authenticate(req: Request, services: Services): Promise<Session | undefined> {
  const authorization = req.get('authorization');
  const [, bearer] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (authorization !== undefined && bearer === undefined) {
    throw new Refusal('unauthenticated', {
      zh: '请以 "Authorization: Bearer …" 发送令牌',
      en: 'Send the token as "Authorization: Bearer …"',
    });
  }
  const token = bearer ?? tokenOfCookies(req.get('cookie'));
  if (token === undefined) return undefined;
  const claims = await claimsOf(token, req, services);
  if (services.revocations.isRevoked({ jti: claims.jti, iat: claims.iat, user: claims.actor.id })) {
    throw new Refusal('session-expired');
  }
  return {
    id: claims.jti,
    actor: actorOn(claims.actor, dayOf(services.clock().toISOString())),
    space: claims.space,
    issuedAt: new Date(claims.iat * 1000),
    expiresAt: new Date(claims.exp * 1000),
    via: bearer === undefined ? 'cookie' : 'bearer',
    ...(claims.mustChangePassword && { mustChangePassword: true }),
  };
}

async function claimsOf(token: string, req: Request, { tokens, oidc }: Services): Promise<TokenClaims> {
  if (oidc?.recognizes(token)) return await oidc.verify(token, req.get(spaceHeader));
  return await tokens.verify(token);
}
