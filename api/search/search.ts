import { z } from 'zod';
import { seesCase } from '../../domain/organisation/actor.ts';
import { officeTitle } from '../../domain/timeline/summary.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import type { EntryDocument } from '../../models/registers.ts';
import { readYourWrites } from '../cases/acknowledged.ts';
import { caseConditions, caseIndex, searchCondition } from '../cases/caseQueries.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { searchText } from '../pages.ts';
import { caseLine, placesOfCase } from '../present/case.ts';
import { entriesContaining } from '../registers/listEntries.ts';
import { visiblePlaces } from '../visibility.ts';
import { findDocuments } from './findDocuments.ts';
import { findPeople } from './findPeople.ts';

const entrySchema = z.strictObject({ id: z.string(), name: z.string() });

const foundSchema = z
  .strictObject({
    compounds: z.array(entrySchema),
    cases: z.array(
      z.strictObject({
        id: z.string(),
        kindTitle: z.string(),
        subject: z.string(),
        stageTitle: z.string().nullable(),
        outcomeTitle: z.string().nullable(),
      }),
    ),
    secretaries: z.array(z.strictObject({ ...entrySchema.shape, compound: z.string() })),
    people: z
      .array(z.strictObject({ ...entrySchema.shape, offices: z.array(z.string()).describe('Titles') }))
      .describe('Accounts by name, user name or office; empty for who may not open accounts'),
    documents: z.array(
      z.strictObject({
        number: z.string(),
        title: z.string(),
        case: z.string(),
        event: z.int(),
        href: z.string().describe('The page to print'),
      }),
    ),
  })
  .meta({ id: 'Found' });
type Found = z.infer<typeof foundSchema>;

export const search = endpoint({
  method: 'get',
  path: '/api/v1/search',
  operationId: 'search',
  tag: 'search',
  summary: 'Whatever has a text in its name: compounds, cases, secretaries, people, numbers of documents',
  description:
    'Nobody finds what they could not open. Documents are found once they have a number, that is, were read.',
  access: { roles: everyone },
  query: z.strictObject({
    q: searchText(80).describe('Part of a name, an id or a document’s number'),
    limit: z.coerce.number().int().min(1).max(20).optional().describe('Of each; default 6'),
  }),
  responses: { 200: foundSchema },
  handler: async ({ query: { q, limit = 6 }, actor, space, services, language, permitted }) => {
    const sight = visiblePlaces(actor);
    const viewer = { actor, language };
    const now = services.clock();
    const setting = {
      sight,
      kinds: services.procedures.list().map(({ kind }) => kind),
      sort: 'newest' as const,
      space: space.space,
      now,
    };
    const entries = async (register: 'compounds' | 'secretaries') => {
      const conditions = [
        await entriesContaining(space, { name: register }, q),
        { retired: { $ne: true } },
        sight ? { within: { $in: sight } } : {},
      ];
      return await space.registers.entries[register]
        .find({ $and: conditions })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<EntryDocument[]>();
    };
    const cases = async (): Promise<CaseDocument[]> => {
      await readYourWrites(space, actor.id);
      return await space.cases.cases
        .find(
          { $and: [...caseConditions({ q }, setting), await searchCondition(space.cases, q)] },
          { facts: 0, stages: 0, grams: 0, within: 0 },
        )
        .sort({ startedAt: -1, _id: 1 })
        .hint(caseIndex({ q }, setting))
        .limit(limit)
        .lean<CaseDocument[]>();
    };
    const seesPeople = permitted().includes('getUser');
    const [compounds, foundCases, secretaries, people, documents] = await Promise.all([
      entries('compounds'),
      cases(),
      entries('secretaries'),
      seesPeople ? findPeople(services.accounts.models, q, limit) : [],
      findDocuments(space, actor, q, limit),
    ]);
    const body: Found = {
      compounds: compounds.map(({ _id, name }) => ({ id: _id, name: String(name) })),
      cases: foundCases
        .filter((each) => seesCase(actor, placesOfCase(each)))
        .map((each) => {
          const line = caseLine(each, services.procedures.get(each.kind), viewer, now);
          const { id, kindTitle, subject, stageTitle, outcomeTitle } = line;
          return { id, kindTitle, subject: subject.name, stageTitle, outcomeTitle };
        }),
      secretaries: secretaries.map(({ _id, name, compound }) => ({
        id: _id,
        name: String(name),
        compound: String(compound),
      })),
      people: people.map(({ _id, name, posts }) => ({
        id: _id,
        name,
        offices: [...new Set(posts.map(({ office }) => officeTitle(office, language)))],
      })),
      documents: documents.map(({ _id, case: id, content }) => {
        const template = _id.split('|').at(-1) ?? '';
        return {
          number: content.number,
          title: services.templates.find(template)?.template.title[language] ?? template,
          case: id,
          event: content.seq,
          href: `/api/v1/cases/${encodeURIComponent(id)}/documents/${content.seq}?template=${template}`,
        };
      }),
    };
    return { status: 200, body };
  },
});
