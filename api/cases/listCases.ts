import { z } from 'zod';
import { caseStatusSchema } from '../../domain/case/caseView.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { choosePlan, pageQuery, pageRequest, pageSchema, searchText } from '../pages.ts';
import { caseLine, caseLineSchema } from '../present/case.ts';
import { visiblePlaces } from '../visibility.ts';
import { readYourWrites } from './acknowledged.ts';
import { caseConditions, caseIndex, casePlans, searchCondition } from './caseQueries.ts';

const word = z.string().min(1).max(80);

export const listCases = endpoint({
  method: 'get',
  path: '/api/v1/cases',
  operationId: 'listCases',
  tag: 'cases',
  summary: 'Cases within sight',
  description: 'Sorted by `due`, the list has only cases in which something is due.',
  access: { roles: everyone },
  query: z.strictObject({
    ...pageQuery,
    kind: word.optional(),
    status: caseStatusSchema.optional(),
    stage: word.optional().describe('The main stage that is open'),
    district: word.optional(),
    street: word.optional(),
    campaign: word.optional(),
    overdue: z.literal('true').optional().describe('Something is overdue'),
    q: searchText(120).optional().describe('Part of the subject’s name or id, or the id of a case'),
    subject: word.optional().describe('Id of what the cases are about'),
    sort: z.enum(['newest', 'due']).optional().describe('Default newest; due when `overdue` is asked'),
  }),
  responses: { 200: pageSchema(caseLineSchema) },
  errors: ['unsupported-filter', 'invalid-cursor'],
  handler: async ({ query, actor, space, services, language }) => {
    const { limit: _, cursor: __, sort = query.overdue ? 'due' : 'newest', ...filters } = query;
    const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
    const plan = choosePlan(casePlans, Object.keys(given), sort);
    const sight = visiblePlaces(actor);
    const now = services.clock();
    const kinds = services.procedures.list().map(({ kind }) => kind);
    const filter = { ...filters, overdue: filters.overdue === 'true' };
    const conditions = caseConditions(filter, { sight, kinds, sort, space: space.space, now });
    if (query.q !== undefined) conditions.push(await searchCondition(space.cases, query.q));
    const request = pageRequest(query, plan.order, ['cases', given, sort, sight]);
    await readYourWrites(space, actor.id);
    const found = await space.cases.cases
      .find({ $and: [...conditions, request.after] }, { facts: 0, stages: 0, grams: 0, within: 0 })
      .sort(request.sort)
      .hint(caseIndex(filter, { sight, sort }))
      .limit(request.limit + 1)
      .lean<CaseDocument[]>();
    const viewer = { actor, language };
    const body = request.page(found, (each) => caseLine(each, services.procedures.get(each.kind), viewer, now));
    return { status: 200, body };
  },
});
