import { getCaseArchive } from './getCaseArchive.ts';

export const archiveEndpoints = [getCaseArchive];
