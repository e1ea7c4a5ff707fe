import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { type PolicyShelf, standardLocality } from '../policies/policyShelf.ts';
import { procedureView, procedureViewSchema, type StandardParameter } from './procedureView.ts';

export const getProcedure = endpoint({
  method: 'get',
  path: '/api/v1/procedures/{kind}',
  operationId: 'getProcedure',
  tag: 'procedures',
  summary: 'One procedure: stages, offices, decisions, forms as JSON Schema, deadline parameters',
  access: { roles: everyone },
  params: z.strictObject({ kind: z.string().regex(/^[a-zA-Z]{1,40}$/) }),
  responses: { 200: procedureViewSchema },
  errors: ['not-found'],
  handler: async ({ params, services, space, language }) => {
    const procedure = services.procedures.get(params.kind);
    if (!procedure)
      throw new Refusal('not-found', { zh: `没有程序 ${params.kind}`, en: `There is no procedure ${params.kind}` });
    return { status: 200, body: procedureView(procedure, language, standardOf(space.policies), services.templates) };
  },
});

/** A parameter as the nation's policy has it; localities may say otherwise (see `getPolicy`). */
function standardOf(shelf: PolicyShelf): StandardParameter {
  return (name) => {
    const [section = '', key = ''] = name.split('.');
    const found = shelf.policy(standardLocality)?.sections[section]?.[key];
    return found && { value: found.value, unit: found.unit, source: found.source };
  };
}
