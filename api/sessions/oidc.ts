import { createRemoteJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import type { Config } from '../../config.ts';
import { spaceSchema } from '../../domain/case/caseView.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Accounts } from '../users/accounts.ts';
import type { TokenClaims } from './token.ts';

/** How long an account that was read may answer for its next token, also while MongoDB is away. */
const accountCacheMilliseconds = 60_000;

/** Chosen per request, since these tokens know nothing of spaces. */
export const spaceHeader = 'X-Zhengzhi-Space';

/** Tokens of an OpenID Connect issuer, each mapped to the local account of the same user name. */
export interface OidcTokens {
  /** Whether this token claims to come from the issuer. */
  recognizes(token: string): boolean;
  /** @throws Refusal unauthenticated, session-expired, unavailable; forbidden for who has no account here */
  verify(token: string, space: string | undefined): Promise<TokenClaims>;
}

export function oidcTokens(
  { issuer, audience, jwksUri }: NonNullable<Config['oidc']>,
  accounts: Accounts,
  clock: () => Date,
): OidcTokens {
  const keys = createRemoteJWKSet(new URL(jwksUri), { cooldownDuration: 5000, timeoutDuration: 5000 });
  const read = async (username: string) => {
    const user = await accounts.find(username);
    return user && { disabled: user.disabled, actor: await accounts.actorOf(user) };
  };
  const known = new Map<string, { at: number; user: Awaited<ReturnType<typeof read>> }>();
  const userOf = async (username: string) => {
    const cached = known.get(username);
    const now = clock().getTime();
    if (cached && now - cached.at < accountCacheMilliseconds) return cached.user;
    const user = await read(username);
    known.set(username, { at: now, user });
    return user;
  };
  const payloadOf = async (token: string) => {
    try {
      const options = {
        issuer,
        audience,
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
        clockTolerance: 5,
        requiredClaims: ['exp', 'iat'],
      };
      return (await jwtVerify(token, keys, { ...options, currentDate: clock() })).payload;
    } catch (error) {
      throw refusal(error);
    }
  };
  return {
    recognizes: (token) => {
      try {
        return decodeJwt(token).iss === issuer;
      } catch {
        return false;
      }
    },
    verify: async (token, space) => {
      const payload = await payloadOf(token);
      const username = payload['preferred_username'];
      const user = typeof username === 'string' ? await userOf(username) : null;
      if (!user || user.disabled) {
        const who = typeof username === 'string' ? username : (payload.sub ?? '?');
        throw new Refusal('forbidden', {
          zh: `${who} 在此没有可用的账号`,
          en: `There is no active account for ${who} here`,
        });
      }
      const chosen = spaceSchema.safeParse(space ?? 'live');
      if (!chosen.success)
        throw new Refusal('malformed-request', {
          zh: `${spaceHeader}：live 或 rehearsal`,
          en: `${spaceHeader}: live or rehearsal`,
        });
      return {
        jti: payload.jti ?? `${payload.sub} ${payload.iat}`,
        iat: payload.iat ?? 0,
        exp: payload.exp ?? 0,
        actor: user.actor,
        space: chosen.data,
      };
    },
  };
}

/** What a failed check means: bad or expired tokens are the caller's, keys that cannot be had are the issuer's. */
function refusal(error: unknown): Refusal {
  if (error instanceof errors.JWTExpired) return new Refusal('session-expired');
  const badToken =
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== 'ERR_JOSE_GENERIC';
  if (badToken)
    return new Refusal('unauthenticated', {
      zh: `令牌无效（${error.code}）`,
      en: `The token is not valid (${error.code})`,
    });
  return new Refusal('unavailable', {
    zh: '无法取得登录服务的密钥',
    en: 'The keys of the sign-in service cannot be reached',
  });
}
