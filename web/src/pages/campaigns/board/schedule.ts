import { keepPreviousData } from '@tanstack/react-query';
import { type ItemOf, useAll } from '../../../api/queries.ts';

export type ScheduledCase = ItemOf<'listCampaignSchedule'>;

/** Large lists are read as a whole, so not at every event. */
const pauseMs = { launching: 3000, running: 15_000 };

/** All cases of a campaign with the time they spent at their stages; read again from time to time while it is under way. */
export function useSchedule(campaign: string, status: string) {
  const interval: number | false = status === 'launching' || status === 'running' ? pauseMs[status] : false;
  const options = { refetchInterval: interval, placeholderData: keepPreviousData };
  return useAll('listCampaignSchedule', { path: { id: campaign } }, options);
}

/** What is overdue comes first, then by due date; what has ended comes last. */
export function byUrgency(a: ScheduledCase, b: ScheduledCase): number {
  return rank(a) - rank(b) || compare(a.dueAt ?? '~', b.dueAt ?? '~') || compare(a.name, b.name);
}

function rank({ overdue, endedAt }: ScheduledCase): number {
  return overdue ? 0 : endedAt === null ? 1 : 2;
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
