import { appealEndpoints } from './appeals/index.ts';
import { archiveEndpoints } from './archive/index.ts';
import { auditLogEndpoints } from './auditLog/index.ts';
import { calendarFeedEndpoints } from './calendarFeeds/index.ts';
import { calendarEndpoints } from './calendars/index.ts';
import { campaignEndpoints } from './campaigns/index.ts';
import { caseEndpoints } from './cases/index.ts';
import { cycleEndpoints } from './cycles/index.ts';
import { documentEndpoints } from './documents/index.ts';
import type { Endpoint } from './endpoint.ts';
import { eventEndpoints } from './events/index.ts';
import { evidenceEndpoints } from './evidence/index.ts';
import { figureEndpoints } from './figures/index.ts';
import { notificationEndpoints } from './notifications/index.ts';
import { placeEndpoints } from './places/index.ts';
import { policyEndpoints } from './policies/index.ts';
import { procedureEndpoints } from './procedures/index.ts';
import { rankingEndpoints } from './rankings/index.ts';
import { registerEndpoints } from './registers/index.ts';
import { rehearsalEndpoints } from './rehearsals/index.ts';
import { reportEndpoints } from './reports/index.ts';
import { rollEndpoints } from './rolls/index.ts';
import { searchEndpoints } from './search/index.ts';
import { selectionEndpoints } from './selections/index.ts';
import { sessionEndpoints } from './sessions/index.ts';
import { substitutionEndpoints } from './substitutions/index.ts';
import { taskEndpoints } from './tasks/index.ts';
import { timelineEndpoints } from './timeline/index.ts';
import { userEndpoints } from './users/index.ts';
import { viewEndpoints } from './views/index.ts';
import { voteEndpoints } from './votes/index.ts';
import { webhookEndpoints } from './webhooks/index.ts';

/** Every endpoint of the API. A folder exports its list from its index; nothing else needs to know of it. */
export const endpoints: readonly Endpoint[] = [
  ...sessionEndpoints,
  ...userEndpoints,
  ...substitutionEndpoints,
  ...auditLogEndpoints,
  ...searchEndpoints,
  ...procedureEndpoints,
  ...placeEndpoints,
  ...registerEndpoints,
  ...policyEndpoints,
  ...calendarEndpoints,
  ...rankingEndpoints,
  ...caseEndpoints,
  ...appealEndpoints,
  ...documentEndpoints,
  ...archiveEndpoints,
  ...campaignEndpoints,
  ...cycleEndpoints,
  ...rehearsalEndpoints,
  ...timelineEndpoints,
  ...selectionEndpoints,
  ...taskEndpoints,
  ...viewEndpoints,
  ...evidenceEndpoints,
  ...eventEndpoints,
  ...notificationEndpoints,
  ...webhookEndpoints,
  ...calendarFeedEndpoints,
  ...figureEndpoints,
  ...reportEndpoints,
  ...rollEndpoints,
  ...voteEndpoints,
];
