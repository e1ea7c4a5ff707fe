import type { CaseLink } from '../../domain/case/caseView.ts';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { refuseSteering } from '../../domain/permissions.ts';
import { type Text, text } from '../../domain/text.ts';
import type { Session } from '../endpoint.ts';
import type { Services } from '../services.ts';
import { act } from './act.ts';
import { askCase, CaseNotRunning } from './callCase.ts';
import { visibleScope } from './caseAccess.ts';

/** How the other side of a link is called. */
const otherSide: Partial<Record<CaseLink['relation'], CaseLink['relation']>> = {
  startedFrom: 'started',
  awaitedBy: 'awaits',
};

/**
 * The running cases that a new case is linked to as started from them, or awaited by them.
 *
 * @throws Refusal invalid-input when one is not in sight, has ended, or is not the caller's to steer
 */
export async function startersOf(
  services: Services,
  session: Session,
  links: readonly CaseLink[],
): Promise<CaseLink[]> {
  const space = services.spaces[session.space];
  const checked = await Promise.all(
    links.map(async ({ case: id, relation }, index) => {
      const mirrored = otherSide[relation];
      if (mirrored === undefined) return [];
      const refuse = (detail: Text): Refusal =>
        new Refusal('invalid-input', undefined, [fieldError(`/links/${index}/case`, detail)]);
      try {
        const scope = await visibleScope(space, session.actor, id);
        const { view } = await askCase(space, id, services.config.temporal.updateTimeoutSeconds);
        if (view.endedAt !== null) throw refuse(text(`${id}已经结束`, `${id} has ended`));
        const refused = refuseSteering(session.actor, { scope, status: view.status, cancelledBy: [] });
        if (refused) throw refused;
      } catch (error) {
        if (error instanceof CaseNotRunning || (error instanceof Refusal && error.code === 'not-found')) {
          throw refuse(text('没有这个在办案件', 'there is no such case that runs'));
        }
        throw error;
      }
      return [{ case: id, relation: mirrored }];
    }),
  );
  return checked.flat();
}

/** Tells each of them that the case is there. Harmless when repeated with the same key. */
export async function tellStarters(
  services: Services,
  session: Session,
  starters: readonly CaseLink[],
  started: string,
  idempotencyKey: string,
): Promise<void> {
  for (const { case: id, relation } of starters) {
    await act(services, session, { id, name: 'link', input: { case: started, relation }, idempotencyKey });
  }
}
