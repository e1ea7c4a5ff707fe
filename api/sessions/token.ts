import { createSecretKey, randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Space, spaceSchema } from '../../domain/case/caseView.ts';
import { Refusal } from '../../domain/errors.ts';
import { type Actor, actorSchema } from '../../domain/organisation/actor.ts';

const issuer = 'zhengzhi';

/** What a session token says: everything needed to decide who may do what, so that no database is asked. */
const claimsSchema = z.object({
  jti: z.string(),
  /** Seconds with a fraction, so that a token and a revocation in the same second are told apart. */
  iat: z.number(),
  exp: z.number(),
  actor: actorSchema,
  space: spaceSchema,
  /** The password is known to somebody else: nothing but changing it is possible. */
  mustChangePassword: z.literal(true).optional(),
});
export type TokenClaims = z.infer<typeof claimsSchema>;

export interface SessionTokens {
  issue(
    actor: Actor,
    space: Space,
    options?: { mustChangePassword?: boolean },
  ): Promise<{ token: string; claims: TokenClaims }>;
  /** @throws Refusal session-expired, unauthenticated */
  verify(token: string): Promise<TokenClaims>;
}

/** Signs and checks session tokens (HS256). */
export function sessionTokens(secret: string, hours: number, clock: () => Date): SessionTokens {
  // Kept as a key, it is prepared once instead of for every request.
  const key = createSecretKey(Buffer.from(secret));
  return {
    async issue(actor, space, { mustChangePassword = false } = {}) {
      const iat = clock().getTime() / 1000;
      const claims: TokenClaims = {
        jti: randomUUID(),
        iat,
        exp: Math.floor(iat + hours * 3600),
        actor,
        space,
        ...(mustChangePassword && { mustChangePassword }),
      };
      const token = await new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(issuer)
        .setSubject(actor.id)
        .sign(key);
      return { token, claims };
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, { issuer, algorithms: ['HS256'], currentDate: clock() });
        return claimsSchema.parse(payload);
      } catch (error) {
        if (error instanceof errors.JWTExpired) throw new Refusal('session-expired');
        throw new Refusal('unauthenticated', { zh: '令牌无效', en: 'The token is not valid' });
      }
    },
  };
}
