import { z } from 'zod';
import { field } from '../procedures/forms.ts';
import { text } from '../text.ts';

/** Who guides a secretary 导师帮带 (S0, S4); the name stays in the form. */
export const mentorForm = z
  .strictObject({
    mentor: field(z.string().trim().min(1).max(80), text('导师（姓名或职务）', 'Mentor (name or post)')),
  })
  .meta({ id: 'MentorAssignment' });
