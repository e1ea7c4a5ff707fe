import { listAuditLog } from './listAuditLog.ts';

export const auditLogEndpoints = [listAuditLog];
