import { z } from 'zod';
import { type Rung, rungSchema } from '../../domain/case/task.ts';
import { forecastAssumptions } from '../../domain/figures/forecast.ts';
import { officeCodeSchema } from '../../domain/organisation/offices.ts';
import type { Language } from '../../domain/text.ts';
import { officeTitle, stageTitle } from '../../domain/timeline/summary.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import type { Services } from '../services.ts';
import { byRank, findTasks } from '../tasks/taskQueries.ts';
import { valueSchema } from './figureView.ts';
import { type Expected, forecaster, openTasks } from './forecastTasks.ts';
import { placeNames } from './getDashboard.ts';

const word = z.string().min(1).max(80);

const itemSchema = z
  .strictObject({
    case: z.string(),
    kind: z.string(),
    subject: z.strictObject({ id: z.string(), name: z.string() }),
    campaign: z.string().nullable(),
    task: z.string(),
    stage: z.string(),
    stageTitle: z.string(),
    office: officeCodeSchema,
    officeTitle: z.string(),
    unit: z.string().nullable(),
    dueAt: z.iso.datetime(),
    state: z.enum(['late', 'likelyLate']),
    escalation: rungSchema.nullable(),
    reasons: z.array(z.string()),
    sample: z
      .strictObject({
        longer: z.int().describe('Earlier tasks that took longer than the working days left'),
        of: z.int().describe('Earlier tasks of the same stage and office'),
        daysLeft: z.int().describe('Working days left'),
        place: z.string().describe('Where the office is looked for'),
      })
      .nullable()
      .describe('Null for what is late already'),
    href: z.string(),
  })
  .meta({ id: 'ForecastItem' });

/** Tasks looked at for one page. */
const examinedAtMost = 1000;
const chunk = 200;

const { sampleAtLeast, sampleAtMost, likelyFrom, horizonDays } = forecastAssumptions;

const forecastSchema = z.strictObject({
  ...pageSchema(itemSchema).shape,
  tooFew: z.int().describe('Tasks looked at for this page of whose like there were too few to say anything'),
  basis: z
    .strictObject({ sampleAtLeast: z.int(), sampleAtMost: z.int(), likelyFrom: valueSchema, horizonDays: z.int() })
    .describe('What is concluded from how much'),
});

export const getForecast = endpoint({
  method: 'get',
  path: '/api/v1/forecast',
  operationId: 'getForecast',
  tag: 'figures',
  summary: 'What is late, and what is likely to be, most urgent first',
  description:
    `A task is likely to be late when at least ${likelyFrom.numerator} of ${likelyFrom.denominator} earlier tasks of the same stage and ` +
    `office took longer than the working days left; from fewer than ${sampleAtLeast} earlier ones nothing is concluded. What is due ` +
    `later than in ${horizonDays} days is not looked at. A page may hold fewer items than asked for and still have a next.`,
  access: { roles: everyone },
  query: z.strictObject({
    ...pageQuery,
    district: word.optional(),
    street: word.optional(),
    campaign: word.optional(),
  }),
  responses: { 200: forecastSchema },
  errors: ['invalid-cursor'],
  handler: async ({ query, actor, space, services, language }) => {
    const { limit: _, cursor: __, ...filters } = query;
    await readYourWrites(space, actor.id);
    const now = services.clock();
    const identity = ['forecast', filters, actor.id];
    const conditions = await openTasks(space, actor, filters, now);
    const judge = forecaster(space, space.policies.calendar(), now);
    const { limit } = pageRequest(query, byRank, identity);
    const found: Expected[] = [];
    let tooFew = 0;
    let { cursor } = query;
    for (let examined = 0; found.length < limit && examined < examinedAtMost; examined += chunk) {
      const request = pageRequest({ limit: chunk, cursor }, byRank, identity);
      const tasks = await findTasks(space, 'all', conditions, now, request);
      cursor = undefined;
      for (const [index, task] of tasks.slice(0, chunk).entries()) {
        const expected = await judge(task);
        if (expected === 'tooFew') tooFew += 1;
        else if (expected) found.push(expected);
        const more = index + 1 < tasks.length;
        if (found.length === limit || index + 1 === chunk) {
          cursor = more ? request.cursorAfter(task) : undefined;
          break;
        }
      }
      if (cursor === undefined) break;
    }
    const names = await placeNames(
      space,
      found.flatMap((each) => (each.state === 'likelyLate' ? [each.place] : [])),
    );
    const items = found.map((each) => present(each, services, language, names));
    const basis = { sampleAtLeast, sampleAtMost, likelyFrom, horizonDays };
    return { status: 200, body: { items, next: cursor ?? null, tooFew, basis } };
  },
});

const ladder: readonly Rung[] = ['interview', 'supervise', 'red', 'yellow'];

function present(
  expected: Expected,
  services: Services,
  language: Language,
  names: ReadonlyMap<string, string>,
): z.infer<typeof itemSchema> {
  const { task, state } = expected;
  const title = stageTitle(procedureOf(services, task.kind), task.id, language);
  return {
    case: task.case,
    kind: task.kind,
    subject: task.subject,
    campaign: task.campaign,
    task: task.id,
    stage: task.stage,
    stageTitle: title,
    office: task.office,
    officeTitle: officeTitle(task.office, language),
    unit: task.unit ?? null,
    dueAt: task.dueAt?.toISOString() ?? '',
    state,
    escalation: ladder.find((rung) => task.fired.includes(rung)) ?? null,
    reasons: [reasonOf(expected, title, language, names)],
    sample: expected.state === 'likelyLate' ? { ...expected.forecast, place: expected.place } : null,
    href: `/api/v1/cases/${task.case}`,
  };
}

function reasonOf(expected: Expected, title: string, language: Language, names: ReadonlyMap<string, string>): string {
  const office = officeTitle(expected.task.office, language);
  const zh = language === 'zh';
  if (expected.state === 'late') {
    const { daysLate } = expected;
    return zh
      ? `“${title}”已逾期${daysLate}个工作日，${office}尚未办理`
      : `“${title}” is ${daysLate} working day(s) overdue; the ${office} has not decided`;
  }
  const { forecast, place } = expected;
  const { longer, of, daysLeft } = forecast;
  const where = names.get(place) ?? place;
  return zh
    ? `${where}${office}以往${of}件中有${longer}件用时超过剩余的${daysLeft}个工作日`
    : `${longer} of ${of} earlier ones by this office (${office}, ${where}) took longer than the ${daysLeft} working days left`;
}
