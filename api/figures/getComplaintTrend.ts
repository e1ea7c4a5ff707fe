import { z } from 'zod';
import { onTheList } from '../../domain/figures/caseFigures.ts';
import { complaintTrend } from '../../domain/figures/trend.ts';
import { monthsLater } from '../../domain/figures/window.ts';
import { earliestMonth, monthSchema } from '../../domain/rankings/complaintMonth.ts';
import { text, textSchema } from '../../domain/text.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { caseRow, complaintRows } from './figureData.ts';
import { windowSchema } from './figureView.ts';
import { selectCases, selectionQuery } from './selection.ts';

/** So many months before the window are shown too: what a season is like without a campaign. */
const earlierMonths = 12;

const sideSchema = z
  .strictObject({ months: z.int(), complaints: z.int(), satisfied: z.int(), surveyed: z.int() })
  .meta({ id: 'ComplaintTrendSide', description: 'Added up over so many compound-months' });

const trendSchema = z
  .strictObject({
    window: windowSchema,
    definition: textSchema,
    compounds: z.int().describe('Compounds that are added up: those with figures for every published month'),
    listed: z.int().describe('Compounds on the list'),
    months: z.array(
      z.strictObject({
        month: monthSchema,
        complaints: z.int().nullable().describe('null: nothing is published for the month'),
        satisfied: z.int().nullable(),
        surveyed: z.int().nullable(),
        listed: z.int().describe('How many of the compounds were on the list by the end of the month'),
      }),
    ),
    compared: z.int().describe('Compounds with figures before and after the month they were listed in'),
    before: sideSchema.nullable(),
    after: sideSchema.nullable(),
  })
  .meta({ id: 'ComplaintTrend' });

const definition = text(
  '只统计各已公布月份数据均完整的在册小区。列入前：列入当月之前各月；列入后：列入当月之后各月；列入当月两边都不计。未剔除季节影响。',
  'Only compounds on the list with figures for every published month. Before: the months before the one a compound was listed in; after: the months after it; that month itself is part of neither. Seasons are not taken out.',
);

export const getComplaintTrend = endpoint({
  method: 'get',
  path: '/api/v1/dashboard/complaints',
  operationId: 'getComplaintTrend',
  tag: 'figures',
  summary: 'Complaints and satisfaction month by month, and before and after the compounds were listed',
  description: `Begins ${earlierMonths} months before the window. Always of the same compounds, so that a list that grows is no trend.`,
  access: { roles: everyone },
  query: z.strictObject(selectionQuery),
  responses: { 200: trendSchema },
  errors: ['not-found', 'selection-too-large'],
  handler: async ({ query, actor, space, services }) => {
    const { window: asked, cases, now } = await selectCases({ services, space, actor }, query);
    const earlier = monthsLater(asked.from, -earlierMonths);
    const window = { from: earlier < earliestMonth ? earliestMonth : earlier, to: asked.to };
    const listedIn = new Map<string, string>();
    for (const { compound, listedOn } of onTheList(
      cases.map((each) => caseRow(each, now)),
      asked,
    )) {
      const month = listedOn.slice(0, 7);
      const known = listedIn.get(compound);
      if (known === undefined || month < known) listedIn.set(compound, month);
    }
    const rows = await complaintRows(space, [...listedIn.keys()], window);
    return {
      status: 200,
      body: { window, definition, listed: listedIn.size, ...complaintTrend(rows, listedIn, window) },
    };
  },
});
