import type { Endpoint } from './endpoint.ts';
import { procedureEndpoints } from './procedures/index.ts';

/** Every endpoint of the API. A folder exports its list from its index; nothing else needs to know of it. */
export const endpoints: readonly Endpoint[] = [...procedureEndpoints];
