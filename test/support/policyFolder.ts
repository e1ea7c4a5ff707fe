import { fileURLToPath } from 'node:url';

/** The project's own policies. */
export const policyFolder = fileURLToPath(new URL('../../policies', import.meta.url));
