import type { Answer } from '../../../api/client.ts';

export type User = Answer<'getUser'>;

/** Roles an account can have. */
export const roles = ['reviewer', 'coordinator', 'monitor', 'administrator', 'integration'] as const;
export type Role = (typeof roles)[number];

export const duties = ['system', 'security', 'audit'] as const;

/** The wording of a duty. */
export const dutyWords = { system: 'dutySystem', security: 'dutySecurity', audit: 'dutyAudit' } as const;
