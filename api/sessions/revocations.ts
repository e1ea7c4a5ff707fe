import type { Logger } from 'pino';
import type { AccountModels, RevocationDocument } from '../../models/users.ts';

const refreshMilliseconds = 20_000;

/** Sessions that ended before their time, from memory: a request never waits for the database, nor fails without it. */
export interface Revocations {
  isRevoked(token: { jti: string; iat: number; user: string }): boolean;
  /** Ends one session here at once and elsewhere within the refresh interval. @throws while MongoDB is away */
  revokeSession(jti: string, expiresAt: Date): Promise<void>;
  /** Ends everything that was issued to a user before now. @throws while MongoDB is away */
  revokeUser(user: string, before: Date): Promise<void>;
  refresh(): Promise<void>;
  stop(): void;
}

/**
 * @param sessionMilliseconds how long a session lasts at most, and so a revocation of all of them has to be kept
 */
export function revocations(
  { revocations: model }: AccountModels,
  logger: Logger,
  sessionMilliseconds: number,
): Revocations {
  const sessions = new Set<string>();
  const users = new Map<string, number>();
  const note = ({ _id, before }: RevocationDocument) => {
    const [kind, id] = [_id.slice(0, _id.indexOf(':')), _id.slice(_id.indexOf(':') + 1)];
    if (kind === 'session') sessions.add(id);
    else if (before) users.set(id, Math.max(before.getTime(), users.get(id) ?? 0));
  };
  const refresh = async () => {
    const stored = await model.find().lean<RevocationDocument[]>();
    for (const revocation of stored) note(revocation);
  };
  const timer = setInterval(() => {
    refresh().catch((error: unknown) => logger.debug({ err: error }, 'The revocation list could not be refreshed'));
  }, refreshMilliseconds);
  timer.unref();

  const revoke = async (revocation: RevocationDocument) => {
    note(revocation);
    const { _id, ...fields } = revocation;
    await model.updateOne({ _id }, { $set: fields }, { upsert: true, writeConcern: { w: 'majority' } });
  };
  return {
    isRevoked: ({ jti, iat, user }) => sessions.has(jti) || iat * 1000 < (users.get(user) ?? 0),
    revokeSession: (jti, expiresAt) => revoke({ _id: `session:${jti}`, expiresAt }),
    revokeUser: (user, before) =>
      revoke({ _id: `user:${user}`, before, expiresAt: new Date(before.getTime() + sessionMilliseconds) }),
    refresh,
    stop: () => clearInterval(timer),
  };
}
