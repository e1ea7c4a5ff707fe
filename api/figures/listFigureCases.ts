import { z } from 'zod';
import { computeFigures } from '../../domain/figures/figures.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import { procedureOf } from '../cases/wholeCase.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { caseLine, caseLineSchema } from '../present/case.ts';
import { figureData } from './figureData.ts';
import { figureKeySchema } from './figureView.ts';
import { figuresKind, selectCases, selectionQuery } from './selection.ts';

export const listFigureCases = endpoint({
  method: 'get',
  path: '/api/v1/dashboard/cases',
  operationId: 'listFigureCases',
  tag: 'figures',
  summary: 'The cases behind one figure of the dashboard, by id',
  access: { roles: everyone },
  query: z.strictObject({ ...pageQuery, ...selectionQuery, figure: figureKeySchema }),
  responses: { 200: pageSchema(caseLineSchema) },
  errors: ['not-found', 'selection-too-large', 'invalid-cursor'],
  handler: async ({ query, actor, space, services, language }) => {
    const { limit: _, cursor: __, figure, ...filters } = query;
    const wall = services.clock();
    const procedure = procedureOf(services, figuresKind);
    const selection = await selectCases({ services, space, actor }, filters);
    const data = await figureData(space, selection, procedure, wall);
    const ids = computeFigures(data, selection.window).find(({ key }) => key === figure)?.cases ?? [];
    const request = pageRequest(query, [['_id', 1]], ['figureCases', figure, filters, actor.id]);
    const found = await space.cases.cases
      .find(
        { $and: [{ _id: { $in: [...new Set(ids)] } }, request.after] },
        { facts: 0, stages: 0, grams: 0, within: 0 },
      )
      .sort(request.sort)
      .limit(request.limit + 1)
      .lean<CaseDocument[]>();
    return {
      status: 200,
      body: request.page(found, (each) => caseLine(each, procedureOf(services, each.kind), { actor, language }, wall)),
    };
  },
});
