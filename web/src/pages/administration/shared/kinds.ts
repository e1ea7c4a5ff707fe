import type { Answer } from '../../../api/client.ts';

/** What people are told, and webhooks sent. */
export type Kind = Answer<'getWebhook'>['kinds'][number];

const every: Record<Kind, true> = {
  taskOpened: true,
  yellow: true,
  red: true,
  supervise: true,
  interview: true,
  delegated: true,
  reassigned: true,
  commented: true,
  corrected: true,
  caseEnded: true,
};

/** In the order of the ladder of reminders. A kind that is missing here is a type error. */
export const kinds = Object.keys(every) as Kind[];
