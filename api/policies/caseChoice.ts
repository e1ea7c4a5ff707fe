import { z } from 'zod';

const word = z.string().min(1).max(80);

/** Which open cases of a locality, and of those that inherit from it, are meant; all of them when neither is given. */
export const caseChoice = {
  cases: z.array(z.string().min(1).max(160)).min(1).max(5000).optional().describe('Cases, one by one'),
  filter: z
    .strictObject({
      kind: word.optional(),
      district: word.optional(),
      street: word.optional(),
      campaign: word.optional(),
    })
    .optional()
    .describe('Open cases that are so'),
};
