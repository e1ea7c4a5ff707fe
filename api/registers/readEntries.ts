import { z } from 'zod';
import { type EntryVersionDocument, entryWords } from '../../models/registers.ts';
import { type Endpoint, endpoint, everyone } from '../endpoint.ts';
import { etag } from '../etag.ts';
import { pageQuery, pageRequest, pageSchema } from '../pages.ts';
import { entryParams } from './changeEntries.ts';
import { entryWord, getEntry } from './entryStore.ts';
import { linkedViews } from './linkedViews.ts';
import { operationNames, type Register } from './register.ts';

export function readEntry(register: Register): Endpoint {
  const { name } = register;
  return endpoint({
    method: 'get',
    path: `/api/v1/${name}/{id}`,
    operationId: `get${operationNames(register).one}`,
    tag: name,
    summary: `One ${entryWord(register)}`,
    access: { roles: everyone },
    params: entryParams,
    responses: { 200: register.view },
    errors: ['not-found'],
    handler: async ({ params, actor, space }) => {
      const found = await getEntry(space, register, params.id, actor);
      const [body] = await linkedViews(space, register, [found]);
      return { status: 200, headers: { ETag: etag(found.revision) }, body };
    },
  });
}

export function listVersions(register: Register): Endpoint {
  const { name, words } = register;
  return endpoint({
    method: 'get',
    path: `/api/v1/${name}/{id}/versions`,
    operationId: `list${operationNames(register).one}Versions`,
    tag: name,
    summary: `What ${words.one} was, newest first`,
    access: { roles: everyone },
    params: entryParams,
    query: z.strictObject(pageQuery),
    responses: { 200: pageSchema(register.view) },
    errors: ['not-found', 'invalid-cursor'],
    handler: async ({ params: { id }, query, actor, space }) => {
      await getEntry(space, register, id, actor);
      const { after, sort, limit, page } = pageRequest(query, [['revision', -1]], [`${entryWords[name]}Versions`, id]);
      const found = await space.registers.versions[name]
        .find({ $and: [{ [entryWords[name]]: id }, after] })
        .sort(sort)
        .limit(limit + 1)
        .lean<EntryVersionDocument[]>();
      return { status: 200, body: page(found, ({ value }) => value) };
    },
  });
}
