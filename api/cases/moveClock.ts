import { z } from 'zod';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { steers } from '../../domain/permissions.ts';
import { advanceCase, ClockError } from '../../temporal/clock.ts';
import { endpoint } from '../endpoint.ts';
import { acknowledge } from './acknowledged.ts';
import { askCase, CaseNotRunning } from './callCase.ts';
import { unknownCase, visibleScope } from './caseAccess.ts';
import { caseParams } from './getCase.ts';

export const moveClock = endpoint({
  method: 'post',
  path: '/api/v1/cases/{id}/clock',
  operationId: 'moveClock',
  tag: 'rehearsal',
  summary: 'Move the clock of one case on; in the rehearsal space only',
  description:
    'Repeating the call moves the clock again. Stop a minute before a deadline if somebody is to act in time.',
  access: { roles: ['coordinator'] },
  params: caseParams,
  body: z
    .strictObject({ advance: z.string().min(2).max(40).describe('ISO 8601 duration, such as P91D or PT36H') })
    .meta({ id: 'ClockAdvance' }),
  responses: {
    200: z
      .strictObject({ now: z.iso.datetime().describe('The case’s own present'), revision: z.int() })
      .meta({ id: 'CaseClock' }),
  },
  errors: ['rehearsal-only', 'clock-refused', 'not-found', 'case-closed', 'case-parked', 'invalid-input'],
  handler: async ({ params: { id }, body: { advance }, actor, space, services }) => {
    if (space.space === 'live') throw new Refusal('rehearsal-only');
    const scope = await visibleScope(space, actor, id);
    if (!steers(actor, scope))
      throw new Refusal('forbidden', {
        zh: '只有当地的协调员可以拨动时钟',
        en: 'Only a coordinator of the place moves the clock',
      });
    const seconds = services.config.temporal.updateTimeoutSeconds;
    try {
      const { ended } = await askCase(space, id, seconds).then(({ view }) => ({ ended: view.endedAt }));
      if (ended !== null)
        throw new Refusal('case-closed', {
          zh: `案件已于 ${ended} 结束，时钟不再走动`,
          en: `The case ended ${ended}; its clock stands still`,
        });
      // The case itself knows the time of its last step only.
      const { now } = await advanceCase(space.temporal, id, advance);
      const { view } = await askCase(space, id, seconds);
      acknowledge(space, actor.id, id, view.revision);
      // Readers judge what is overdue by this clock, also while nothing happens that would be written.
      const clock = { clockAt: now, updatedAt: services.clock() };
      await space.cases.cases.updateOne({ _id: id, clockAt: { $lt: now } }, { $set: clock });
      return { status: 200, body: { now: now.toISOString(), revision: view.revision } };
    } catch (error) {
      if (error instanceof CaseNotRunning) throw unknownCase(id);
      throw explained(error);
    }
  },
});

function explained(error: unknown): unknown {
  if (!(error instanceof ClockError)) return error;
  if (error.code === 'clock-range') {
    return new Refusal('invalid-input', undefined, [fieldError('/advance', error.text)]);
  }
  return new Refusal(error.code === 'case-not-found' ? 'not-found' : 'clock-refused', error.text);
}
