import type { Logger } from 'pino';
import type { AuditEntry, AuditLog } from '../../models/auditLog.ts';

/** The audit log as handlers use it. */
export interface AuditTrail extends AuditLog {
  /** Notes something without making the request wait for it: a refusal stays a refusal while MongoDB is away. */
  record(entry: Omit<AuditEntry, 'at'>): void;
  /** Resolves when everything recorded so far is stored, or was given up. */
  settled(): Promise<void>;
}

export function auditTrail(log: AuditLog, logger: Logger, clock: () => Date): AuditTrail {
  const pending = new Set<Promise<void>>();
  return {
    append: (entry, session) => log.append(entry, session),
    find: (filter, sort, limit) => log.find(filter, sort, limit),
    record: (entry) => {
      const writing = log
        .append({ at: clock(), ...entry })
        .catch((error: unknown) => logger.warn({ err: error, entry }, 'An audit entry is in this log only'))
        .finally(() => pending.delete(writing));
      pending.add(writing);
    },
    settled: async () => {
      await Promise.all(pending);
    },
  };
}
