import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { areaSources, rollVersionId, unitStates } from '../../domain/votes/roll.ts';
import { squareMetres } from '../../domain/votes/share.ts';
import type { RollDocument, RollPartDocument } from '../../models/rolls.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { templateEndpoint } from '../tables/templateEndpoint.ts';
import { tableFormatSchema, tableReply, tableResponse, writeTable } from '../tables/writeTable.ts';
import { requireCompound, requireRollKeeper } from './rollAccess.ts';
import { rollColumns } from './rollColumns.ts';
import { compoundParams, rollParams, rollSchema, rollView } from './rollViews.ts';

export const rollTemplate = templateEndpoint({
  path: '/api/v1/rolls/template',
  operationId: 'getRollTemplate',
  tag: 'rolls',
  summary: 'An empty roll of owners with what each column means',
  file: 'roll-template',
  columns: rollColumns,
});

export const listRolls = endpoint({
  method: 'get',
  path: '/api/v1/compounds/{id}/rolls',
  operationId: 'listRolls',
  tag: 'rolls',
  summary: 'Versions of a compound’s roll of owners, newest first; figures, no names',
  access: { roles: everyone },
  params: compoundParams,
  query: z.strictObject(pageQuery),
  responses: { 200: pageSchema(rollSchema) },
  errors: ['not-found', 'invalid-cursor'],
  handler: async ({ params: { id }, query, actor, space }) => {
    await requireCompound(space, actor, id);
    const { after, sort, limit, page } = pageRequest(query, [['version', -1]], ['rolls', id]);
    const found = await space.rolls.rolls
      .find({ $and: [{ compound: id }, after] })
      .sort(sort)
      .limit(limit + 1)
      .lean<RollDocument[]>();
    return { status: 200, body: page(found, rollView) };
  },
});

export const getRoll = endpoint({
  method: 'get',
  path: '/api/v1/compounds/{id}/rolls/{version}',
  operationId: 'getRoll',
  tag: 'rolls',
  summary: 'A version of a compound’s roll of owners; figures, no names',
  access: { roles: everyone },
  params: rollParams,
  responses: { 200: rollSchema },
  errors: ['not-found'],
  handler: async ({ params: { id, version }, actor, space }) => {
    await requireCompound(space, actor, id);
    const found = await space.rolls.rolls.findById(rollVersionId(id, version)).lean<RollDocument>();
    if (!found) throw new Refusal('not-found', { zh: `${id} 没有名册 ${version}`, en: `${id} has no roll ${version}` });
    return { status: 200, body: rollView(found) };
  },
});

export const exportRoll = endpoint({
  method: 'get',
  path: '/api/v1/compounds/{id}/rolls/{version}/export',
  operationId: 'exportRoll',
  tag: 'rolls',
  summary: 'A roll with its owners as a file that can be handed in again',
  description: 'For those who keep rolls. It holds personal data, and every export is in the audit log.',
  access: { roles: ['coordinator', 'reviewer', 'integration'] },
  params: rollParams,
  query: z.strictObject({ format: tableFormatSchema }),
  responses: { 200: tableResponse },
  errors: ['not-found', 'forbidden'],
  handler: async ({ params, query: { format }, actor, space, services, language, address, requestId }) => {
    const { scope } = await requireCompound(space, actor, params.id);
    requireRollKeeper(actor, scope);
    const id = rollVersionId(params.id, params.version);
    const parts = await space.rolls.parts.find({ roll: id }).sort({ number: 1 }).lean<RollPartDocument[]>();
    if (parts.length === 0)
      throw new Refusal('not-found', {
        zh: `${params.id} 没有名册 ${params.version}`,
        en: `${params.id} has no roll ${params.version}`,
      });
    const names = new Map(parts.flatMap(({ owners }) => owners).map((each) => [each.unit, each.names]));
    const rows = parts
      .flatMap(({ units }) => units)
      .map(({ unit, building, area, areaSource, state, owner }) => ({
        unit,
        building,
        area: squareMetres(area),
        areaSource: areaSources[areaSource][language],
        state: unitStates[state][language],
        names: names.get(unit),
        owner,
      }));
    const bytes = await writeTable(format, rollColumns, rows, language);
    await services.audit.append({
      at: services.clock(),
      what: 'rollExported',
      subject: id,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    return tableReply(format, `roll-${params.id}-${params.version}`, bytes);
  },
});
