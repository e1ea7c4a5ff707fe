import { auditLogEndpoints } from './auditLog/index.ts';
import type { Endpoint } from './endpoint.ts';
import { procedureEndpoints } from './procedures/index.ts';
import { sessionEndpoints } from './sessions/index.ts';
import { userEndpoints } from './users/index.ts';

/** Every endpoint of the API. A folder exports its list from its index; nothing else needs to know of it. */
export const endpoints: readonly Endpoint[] = [
  ...sessionEndpoints,
  ...userEndpoints,
  ...auditLogEndpoints,
  ...procedureEndpoints,
];
