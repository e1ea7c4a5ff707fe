import { z } from 'zod';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { fieldError, Refusal } from '../../domain/errors.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { type EntryView, entryIdSchema } from '../../domain/registers/entry.ts';
import { text } from '../../domain/text.ts';
import type { AuditEntry } from '../../models/auditLog.ts';
import type { EntryDocument } from '../../models/registers.ts';
import { type ApiRequest, type Endpoint, endpoint } from '../endpoint.ts';
import { etag, requireMatch } from '../etag.ts';
import type { Services, SpaceServices } from '../services.ts';
import { requireOwnScope } from '../visibility.ts';
import { checkEntries, type Draft } from './checkEntries.ts';
import { entryDocument, entryId, placeOf, type Written } from './entryDocument.ts';
import { entryWord, getEntry, keyField, ofRegister, writeEntry } from './entryStore.ts';
import { settleImport } from './importJournal.ts';
import { linkedViews } from './linkedViews.ts';
import { type EntryFields, operationNames, type Register } from './register.ts';

/** Who writes registers. */
export const registerWriters = ['coordinator', 'integration'] as const;

export const entryParams = z.strictObject({ id: entryIdSchema });

const retirementSchema = z
  .strictObject({ retired: z.boolean(), reason: z.string().trim().min(1).max(400) })
  .meta({ id: 'EntryRetirement' });

type Caller = Pick<ApiRequest, 'address' | 'requestId'> & {
  actor: Actor;
  space: SpaceServices;
  services: Services;
};

/** Notes a write or an export of a register in the audit log. */
export function auditRegister(
  { services, space, actor, address, requestId }: Caller,
  register: Register,
  what: AuditEntry['what'],
  subject: string,
  detail?: string,
): void {
  services.audit.record({
    what,
    subject: register.name === 'compounds' ? subject : `${register.name}/${subject}`,
    actor: { id: actor.id, role: actor.role },
    space: space.space,
    address,
    requestId,
    ...(detail !== undefined && { detail }),
  });
}

export function createEntry(register: Register): Endpoint {
  const { name, words } = register;
  const names = operationNames(register);
  return endpoint({
    method: 'post',
    path: `/api/v1/${name}`,
    operationId: `create${names.one}`,
    tag: name,
    summary: `Enter ${words.one}`,
    access: { roles: registerWriters },
    body: z.strictObject({ id: entryIdSchema, ...register.fields.shape }).meta({ id: `New${names.one}` }),
    responses: { 201: register.view },
    errors: ['duplicate-id', 'not-ready'],
    handler: async (call) => {
      const { body, actor, space, services } = call;
      const { id, ...fields } = body as { id: string } & EntryFields;
      await settleImport(space, register);
      const written = { revision: 1, at: services.clock(), by: actor.id };
      const document = await checkedDocument(space, register, { id, fields }, actor, written);
      if (await idIsTaken(space, register, id)) {
        throw new Refusal('duplicate-id', {
          zh: `已有登记项 ${id}`,
          en: `There is already a ${entryWord(register)} ${id}`,
        });
      }
      await writeEntry(space, register, document);
      auditRegister(call, register, register.audit.created, id);
      return {
        status: 201,
        headers: { ETag: etag(1), Location: `/api/v1/${name}/${encodeURIComponent(id)}` },
        body: await shown(space, register, document),
      };
    },
  });
}

export function updateEntry(register: Register): Endpoint {
  const { name, words } = register;
  const names = operationNames(register);
  return endpoint({
    method: 'put',
    path: `/api/v1/${name}/{id}`,
    operationId: `update${names.one}`,
    tag: name,
    summary: `Change ${words.one}; what it was is kept`,
    access: { roles: registerWriters },
    ifMatch: 'required',
    params: entryParams,
    body: register.fields.meta({ id: `${names.one}Change` }),
    responses: { 200: register.view },
    errors: ['not-found', 'not-ready'],
    handler: async (call) => {
      const { params, body, ifMatch, actor, space, services } = call;
      await settleImport(space, register);
      const found = await getEntry(space, register, params.id, actor);
      requireOwnScope(actor, found.scope);
      requireMatch(ifMatch, found.revision);
      const draft = { id: params.id, fields: body as EntryFields, found };
      const written = { revision: found.revision + 1, at: services.clock(), by: actor.id };
      const document = { ...(await checkedDocument(space, register, draft, actor, written)), ...retirementOf(found) };
      requireSamePath(register, found, document);
      await writeEntry(space, register, document, found);
      auditRegister(call, register, register.audit.changed, params.id);
      return {
        status: 200,
        headers: { ETag: etag(document.revision) },
        body: await shown(space, register, document),
      };
    },
  });
}

export function retireEntry(register: Register): Endpoint {
  const { name, words } = register;
  const names = operationNames(register);
  return endpoint({
    method: 'put',
    path: `/api/v1/${name}/{id}/retirement`,
    operationId: `retire${names.one}`,
    tag: name,
    summary: `Retire ${words.one}, or take that back`,
    description:
      'What is retired is no longer listed or offered. It is kept, because cases and other entries refer to it.',
    access: { roles: registerWriters },
    ifMatch: 'required',
    params: entryParams,
    body: retirementSchema,
    responses: { 200: register.view },
    errors: ['not-found', 'not-ready'],
    handler: async (call) => {
      const { params, body, ifMatch, actor, space, services } = call;
      await settleImport(space, register);
      const found = await getEntry(space, register, params.id, actor);
      requireOwnScope(actor, found.scope);
      requireMatch(ifMatch, found.revision);
      const at = services.clock();
      const { retired: _, retirement: __, ...kept } = found;
      const document: EntryDocument = {
        ...kept,
        ...(body.retired && {
          retired: true as const,
          retirement: { on: dayOf(at.toISOString()), reason: body.reason },
        }),
        revision: found.revision + 1,
        updatedAt: at,
        updatedBy: actor.id,
      };
      await writeEntry(space, register, document, found);
      auditRegister(call, register, body.retired ? 'entryRetired' : 'entryRestored', params.id, body.reason);
      return {
        status: 200,
        headers: { ETag: etag(document.revision) },
        body: await shown(space, register, document),
      };
    },
  });
}

/** Whether an entry is retired goes on through its changes. */
export function retirementOf({ retired, retirement }: EntryDocument): Partial<EntryDocument> {
  return { ...(retired && { retired }), ...(retirement && { retirement }) };
}

/**
 * The document of what somebody entered, once everything it refers to was found.
 *
 * @throws Refusal forbidden, invalid-input
 */
async function checkedDocument(
  space: SpaceServices,
  register: Register,
  draft: Draft,
  actor: Actor,
  written: Written,
): Promise<EntryDocument> {
  const { placement } = register;
  // Whether a place outside of the actor's scope exists is not told.
  if ('path' in placement) requireOwnScope(actor, placeOf(placement, draft.id, draft.fields, new Map()).scope);
  const { scopes, errors } = await checkEntries(space, register, [draft], actor);
  if (errors.length > 0) {
    const fields = errors.map(({ field, detail }) => fieldError(`/${field}`, detail));
    throw new Refusal('invalid-input', undefined, fields);
  }
  const document = entryDocument(register, draft.id, draft.fields, space, written, scopes);
  requireOwnScope(actor, document.scope);
  return document;
}

/** Streets and communities are named by their path everywhere: another path is another place. */
export function movesPlace(register: Register, found: EntryDocument, document: EntryDocument): boolean {
  return register.level !== undefined && found._id !== document._id;
}

function requireSamePath(register: Register, found: EntryDocument, document: EntryDocument): void {
  if (!movesPlace(register, found, document)) return;
  const detail = text(
    `${entryId(found)}不能迁移：其下各项均以其路径命名。请新登记一项，并停用这一项`,
    `${entryId(found)} cannot move: everything in it is named by its path. Enter a new one and retire this`,
  );
  const pointer = 'path' in register.placement ? `/${register.placement.field}` : '';
  throw new Refusal('invalid-input', undefined, [fieldError(pointer, detail)]);
}

async function idIsTaken({ registers }: SpaceServices, register: Register, id: string): Promise<boolean> {
  const filter = { ...ofRegister(register), [keyField(register.name)]: id };
  return (await registers.entries[register.name].exists(filter)) !== null;
}

async function shown(space: SpaceServices, register: Register, document: EntryDocument): Promise<EntryView> {
  const [view] = await linkedViews(space, register, [document]);
  if (!view) throw new TypeError(`${document._id} has no view`);
  return view;
}
