import { z } from 'zod';
import { deadlineSchema } from '../deadline/deadline.ts';
import { officeCodeSchema } from '../organisation/offices.ts';
import { scopeSchema } from '../organisation/scope.ts';

export const rungSchema = z.enum(['yellow', 'red', 'supervise', 'interview']).meta({ id: 'Rung' });
export type Rung = z.infer<typeof rungSchema>;

/**
 * Something one office is asked to decide, as the case holds it and the inbox shows it.
 * Labels, forms and the explanation of the date are added by the API from the declaration.
 */
export const taskSchema = z
  .strictObject({
    /** `stage#visit`, or `stage#visit.part` where several are asked at once. */
    id: z.string(),
    stage: z.string(),
    visit: z.int().min(1),
    /** The seat of a joint review, the item of a ledger, the number of a check. */
    part: z.string().optional(),
    /** Names the decisions and forms offered, as the declaration's stage lists them. */
    face: z.string(),
    office: officeCodeSchema,
    unit: z.string().optional(),
    /** The place inside the case's own whose office is asked; absent where the case's place is meant. */
    scope: scopeSchema.optional(),
    openedAt: z.iso.datetime(),
    /** Absent on a standing task: something the office may do at any time and is never late with. */
    deadline: deadlineSchema.optional(),
    dueAt: z.iso.datetime().nullable(),
    /** Rungs of the reminder ladder that have been climbed; each fires once. */
    fired: z.array(rungSchema),
    /** People who may not decide: they submitted what is judged here. */
    notBy: z.array(z.string()),
    delegate: z.strictObject({ id: z.string(), until: z.iso.date().optional() }).optional(),
    suspended: z.boolean(),
  })
  .meta({ id: 'Task' });
export type Task = z.infer<typeof taskSchema>;
