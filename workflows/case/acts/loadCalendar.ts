import type { Calendar } from '../../../domain/calendar/calendar.ts';
import { Refusal } from '../../../domain/errors.ts';
import type { Act } from './act.ts';

/** A newly published year: open deadlines are computed anew, and the timeline says what moved. */
export const loadCalendar: Act<{ calendar: Calendar }> = {
  refuse(_scene, actor) {
    return actor.role === 'system' || actor.role === 'administrator'
      ? undefined
      : new Refusal('forbidden', { zh: '只有管理员可以更新日历', en: 'Only an administrator loads calendars' });
  },
  apply({ running, keeper }, { actor, input, key, body }) {
    const from = running.state.calendar.version;
    running.state.calendar = input.calendar;
    const moved = keeper.recompute();
    running.record({
      type: 'calendarChanged',
      actor,
      data: { from, to: input.calendar.version, moved: moved.map((each) => ({ ...each })) },
      act: { key, body },
    });
  },
};
