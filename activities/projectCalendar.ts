import type { Client } from '@temporalio/client';
import type { Connection } from 'mongoose';
import type { Calendar } from '../domain/calendar/calendar.ts';
import { isRehearsal } from '../domain/rehearsal/rehearsal.ts';
import { caseModels } from '../models/caseModels.ts';
import { currentCalendar } from '../models/keptVersions.ts';
import { tellCase } from './tellCase.ts';

export interface CalendarActivities {
  /**
   * Gives open cases that count with an older calendar the one that holds now, a batch at a time, paced so that daily
   * work goes on. Harmless when repeated.
   *
   * @returns whether cases are left for another batch
   */
  projectCalendar: () => Promise<{ moved: number; more: boolean }>;
}

const BATCH = 200;
const SILENT_IN_A_ROW = 3;
const patienceMilliseconds = 10_000;

export function createCalendarActivities(database: Connection, client: Client): CalendarActivities {
  return {
    projectCalendar: async () => {
      const calendar = await currentCalendar(database);
      if (calendar === undefined) return { moved: 0, more: false };
      const behind = await caseModels(database)
        .cases.find(
          {
            status: { $in: ['running', 'suspended'] },
            calendar: { $ne: calendar.version },
            // A rehearsal counts with the rest days it assumes.
            campaign: { $not: isRehearsal },
          },
          { _id: 1 },
        )
        .limit(BATCH)
        .lean();
      let moved = 0;
      let silent = 0;
      for (const { _id } of behind) {
        const outcome = await load(client, _id, calendar);
        if (outcome === 'loaded') moved += 1;
        silent = outcome === 'silent' ? silent + 1 : 0;
        // One case may be held by a fault; when one after the other is silent, nobody is there to carry it out.
        if (silent === SILENT_IN_A_ROW) throw new Error(`${silent} cases in a row did not answer`);
      }
      return { moved, more: behind.length === BATCH && moved > 0 };
    },
  };
}

async function load(client: Client, id: string, calendar: Calendar): Promise<'loaded' | 'ended' | 'silent'> {
  const { version } = calendar;
  const telling = { update: 'loadCalendar', input: { calendar }, once: { case: id, calendar: version }, body: version };
  const { how } = await tellCase(client, id, telling, patienceMilliseconds);
  if (how === 'accepted') return 'loaded';
  // A case that ended in the meantime has no open date any more.
  return how === 'silent' ? 'silent' : 'ended';
}
