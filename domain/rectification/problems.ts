import { z } from 'zod';
import { addMonths, type PlainDay } from '../calendar/calendar.ts';
import { daySchema } from '../calendar/daySchema.ts';
import { type FieldError, fieldError, Refusal } from '../errors.ts';
import { officeCodeSchema } from '../organisation/offices.ts';
import type { CaseContext } from '../procedures/declaration.ts';
import { field, oneOf } from '../procedures/forms.ts';
import { termOf } from '../procedures/parameters.ts';
import { type Text, text } from '../text.ts';

/** The kinds of problem the documents name most (六大难题 and the special drives). */
export const problemCategories = {
  parking: text('停车', 'Parking'),
  illegalBuilding: text('违法建设', 'Illegal building'),
  propertyService: text('物业服务', 'Property service'),
  maintenance: text('维修养护', 'Maintenance'),
  publicResources: text('公共资源和收益', 'Public resources'),
  legacy: text('历史遗留', 'Legacy of the past'),
  environment: text('环境卫生', 'Environment'),
  security: text('安全', 'Safety'),
  other: text('其他', 'Other'),
} as const satisfies Record<string, Text>;

export const problemFormSchema = z
  .strictObject({
    title: field(z.string().trim().min(1).max(300), text('问题', 'Problem')),
    category: field(oneOf(problemCategories), text('类别', 'Category')),
    office: field(officeCodeSchema, text('责任部门', 'Department in charge')),
    measure: field(z.string().trim().min(1).max(1000), text('整改措施', 'Measure')).optional(),
    dueOn: field(daySchema, text('完成时限', 'To be done by')),
  })
  .meta({ id: 'ProblemEntry' });
export type ProblemEntry = z.infer<typeof problemFormSchema>;

/** Refuses problems whose due day lies in the past or beyond what the policy allows a problem. */
export function refuseDueDays(
  problems: readonly ProblemEntry[],
  context: Pick<CaseContext, 'day' | 'parameters'>,
): Refusal | undefined {
  const longest = termOf(context.parameters, 'rectification.problemMaxMonths');
  const latest: PlainDay | undefined = longest && addMonths(context.day, longest.n);
  const errors: FieldError[] = problems.flatMap(({ dueOn }, index) => {
    const pointer = `/form/problems/${index}/dueOn`;
    if (dueOn < context.day) return [fieldError(pointer, text(`早于${context.day}`, `lies before ${context.day}`))];
    return latest && dueOn > latest
      ? [
          fieldError(
            pointer,
            text(`晚于${latest}（自今日起${longest?.n}个月）`, `lies after ${latest}, ${longest?.n} months from now`),
          ),
        ]
      : [];
  });
  return errors.length > 0
    ? new Refusal('invalid-input', text('部分完成时限不可行', 'Some due days are not possible'), errors)
    : undefined;
}
