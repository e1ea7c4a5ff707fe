import { addEvidence } from './addEvidence.ts';
import { getEvidence, listEvidence } from './readEvidence.ts';

export const evidenceEndpoints = [addEvidence, listEvidence, getEvidence];
