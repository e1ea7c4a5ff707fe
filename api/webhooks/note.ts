import type { Actor } from '../../domain/organisation/actor.ts';
import type { AuditEntry } from '../../models/auditLog.ts';
import type { Session } from '../endpoint.ts';
import type { Services } from '../services.ts';

/** Notes what an administrator did in the audit log. */
export function note(
  {
    actor,
    session,
    services,
    address,
    requestId,
  }: { actor: Actor; session: Session; services: Services; address: string; requestId: string },
  entry: Pick<AuditEntry, 'what' | 'subject' | 'detail'>,
): void {
  const by = { actor: { id: actor.id, role: actor.role }, space: session.space, address, requestId };
  services.audit.record({ ...entry, ...by });
}
