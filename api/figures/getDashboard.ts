import { z } from 'zod';
import { isOpen, onTheList } from '../../domain/figures/caseFigures.ts';
import { unavailableFigures } from '../../domain/figures/definitions.ts';
import { computeFigures } from '../../domain/figures/figures.ts';
import { leagueTable } from '../../domain/figures/league.ts';
import { byOffice, onTimeOf, reworkOf } from '../../domain/figures/workFigures.ts';
import { offices as declared, type OfficeCode, officeCodeSchema } from '../../domain/organisation/offices.ts';
import { textSchema } from '../../domain/text.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import type { SpaceServices } from '../services.ts';
import { figureData } from './figureData.ts';
import { figureKeySchema, figureSchema, figureView, link, valueSchema, windowSchema } from './figureView.ts';
import { countByOffice, overdueTasks } from './overdueTasks.ts';
import { figuresKind, selectCases, selectionQuery } from './selection.ts';

const leagueFigure = z.strictObject({
  key: figureKeySchema,
  value: valueSchema.nullable(),
  reason: textSchema.nullable(),
  sample: z.int(),
});

const dashboardSchema = z
  .strictObject({
    window: windowSchema,
    at: z.iso.datetime().describe('What “now” is in it'),
    figures: z.array(figureSchema),
    stages: z
      .array(z.strictObject({ stage: z.string(), title: textSchema, count: z.int(), href: z.string() }))
      .describe('Open rectifications on the list by the stage they are at now'),
    offices: z
      .array(
        z.strictObject({
          office: officeCodeSchema,
          title: textSchema,
          onTime: valueSchema.nullable(),
          rework: valueSchema.nullable(),
          overdueNow: z.int().describe('Tasks of the office that are overdue now'),
        }),
      )
      .describe('On-time rate and rework rate by office, defined as in `figures`'),
    streets: z
      .array(
        z.strictObject({
          street: z.string().describe('Scope path'),
          name: z.string(),
          rank: z.int().nullable(),
          figures: z.array(leagueFigure),
          href: z.string().describe('The dashboard of this street alone'),
        }),
      )
      .describe('League table: each figure as defined in `figures`, of this street alone; ranked by acceptance rate'),
    unavailable: z.array(z.strictObject({ key: z.string(), title: textSchema, reason: textSchema })),
  })
  .meta({ id: 'Dashboard' });

export const getDashboard = endpoint({
  method: 'get',
  path: '/api/v1/dashboard',
  operationId: 'getDashboard',
  tag: 'figures',
  summary: 'Figures of the campaign, each with its definition, window, sample size, source and the cases behind it',
  description:
    'Computed from what the cases and the published complaint figures say, within your sight: the same data give the same ' +
    'answer. A figure that cannot be computed is null and says why.',
  access: { roles: everyone },
  query: z.strictObject(selectionQuery),
  responses: { 200: dashboardSchema },
  errors: ['not-found', 'selection-too-large'],
  handler: async ({ query, actor, space, services }) => {
    await readYourWrites(space, actor.id);
    const wall = services.clock();
    const selection = await selectCases({ services, space, actor }, query);
    const { window, cases, now } = selection;
    const procedure = procedureOf(services, figuresKind);
    const [data, overdue] = await Promise.all([
      figureData(space, selection, procedure, wall),
      overdueTasks(space, cases, wall),
    ]);
    const listed = onTheList(data.cases, window);
    const open = listed.filter(isOpen);
    const ids = new Set(listed.map(({ id }) => id));
    const late = countByOffice(overdue.filter((task) => ids.has(task.case)));
    const league = leagueTable(data, window);
    const names = await placeNames(
      space,
      league.map(({ street }) => street),
    );
    const { from: _, to: __, ...places } = query;
    return {
      status: 200,
      body: {
        window,
        at: now.toISOString(),
        figures: computeFigures(data, window).map((figure) => figureView(figure, window, query)),
        stages: Object.values(procedure.stages).flatMap(({ id, title }) => {
          const count = open.filter(({ stage }) => stage === id).length;
          const href = link('/api/v1/cases', {
            kind: figuresKind,
            stage: id,
            ...places,
            ...(places.street && { district: undefined }),
          });
          return count === 0 ? [] : [{ stage: id, title, count, href }];
        }),
        offices: officeRows(byOffice([...data.work.values()]), late),
        streets: league.map(({ street, rank, figures }) => ({
          street,
          name: names.get(street) ?? street.split('/').at(-1) ?? street,
          rank,
          figures: figures.map(({ key, value, reason, sample }) => ({ key, value, reason, sample })),
          href: link('/api/v1/dashboard', { ...places, district: undefined, street: street.split('/')[2], ...window }),
        })),
        unavailable: [...unavailableFigures],
      },
    };
  },
});

function officeRows(work: ReturnType<typeof byOffice>, late: ReadonlyMap<OfficeCode, number>) {
  return officeCodeSchema.options
    .filter((office) => work.has(office) || late.has(office))
    .map((office) => {
      const each = work.get(office);
      return {
        office,
        title: declared[office].title,
        onTime: each && each.answered > 0 ? onTimeOf([each]) : null,
        rework: each && each.judged > 0 ? reworkOf([each]) : null,
        overdueNow: late.get(office) ?? 0,
      };
    });
}

/** Names of places by scope path, as the register has them. */
export async function placeNames(space: SpaceServices, paths: readonly string[]): Promise<Map<string, string>> {
  const found = await space.registers.places.find({ _id: { $in: [...paths] } }, { name: 1 }).lean();
  return new Map(found.map(({ _id, name }) => [_id, name]));
}
