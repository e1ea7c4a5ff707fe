import { z } from 'zod';
import type { EntryDocument } from '../../models/registers.ts';
import { type ApiRequest, type Endpoint, endpoint, type Session } from '../endpoint.ts';
import { choosePlan } from '../pages.ts';
import type { SpaceServices } from '../services.ts';
import { requireNoErrors } from '../tables/parseTable.ts';
import { readTable, tableUpload } from '../tables/readTable.ts';
import { tableErrorSchema } from '../tables/tableColumn.ts';
import { templateEndpoint } from '../tables/templateEndpoint.ts';
import { type CellValue, tableFormatSchema, tableReply, tableResponse, writeTable } from '../tables/writeTable.ts';
import { visiblePlaces } from '../visibility.ts';
import { auditRegister, registerWriters } from './changeEntries.ts';
import { entryId } from './entryDocument.ts';
import { ofRegister } from './entryStore.ts';
import { importPlanned } from './importJournal.ts';
import { placeFilters } from './listEntries.ts';
import { PlaceNames } from './placeNames.ts';
import { planImport } from './planImport.ts';
import { operationNames, type Register } from './register.ts';

/** Changes that are listed in the answer; the counts cover all. */
const changesListed = 200;

const importSchema = z
  .strictObject({
    dryRun: z.boolean(),
    rows: z.int().describe('Rows with content'),
    new: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    errorCount: z.int().describe('Cells with errors; the first 1,000 are listed'),
    errors: z.array(tableErrorSchema),
    changes: z
      .array(
        z.strictObject({
          line: z.int(),
          id: z.string(),
          change: z.enum(['new', 'changed']),
          fields: z.array(z.string()),
        }),
      )
      .max(changesListed)
      .describe(`The first ${changesListed}`),
  })
  .meta({ id: 'RegisterImport' });

export function importEntries(register: Register): Endpoint {
  const { name, words } = register;
  return endpoint({
    method: 'post',
    path: `/api/v1/${name}/imports`,
    operationId: `import${operationNames(register).many}`,
    tag: name,
    summary: `Enter and change ${words.many} from a file, all of it or nothing`,
    description:
      'Rows are told apart by their id: what is not there is entered, what differs is changed, and nothing is removed. With `dryRun=true` nothing is written, and every error is listed. Repeating an import changes nothing more.',
    access: { roles: registerWriters },
    query: z.strictObject({ dryRun: z.enum(['true', 'false']).optional() }),
    upload: tableUpload,
    responses: { 200: importSchema },
    errors: ['file-refused', 'rows-invalid', 'not-ready'],
    handler: async (call) => {
      const { query, actor, space, services, language, raw } = call;
      const dryRun = query.dryRun === 'true';
      const table = await readTable(raw, register.columns, language);
      const rows = table.rows.length + new Set(table.errors.map(({ line }) => line)).size;
      const planned = () => planImport(space, register, table, { actor, at: services.clock(), language });
      const plan = dryRun
        ? await planned()
        : await importPlanned(space, register, async () => {
            const made = await planned();
            requireNoErrors(table);
            return made;
          });
      const count = (change: string) => plan.changes.filter((each) => each.change === change).length;
      const counts = { new: count('new'), changed: count('changed'), unchanged: plan.unchanged };
      if (!dryRun) {
        const detail = `${counts.new} new, ${counts.changed} changed, ${counts.unchanged} unchanged, sha256 ${table.file.sha256}`;
        auditRegister(call, register, 'registerImported', name, detail);
      }
      const { errors, errorCount } = table;
      const changes = plan.changes.slice(0, changesListed);
      return { status: 200, body: { dryRun, rows, ...counts, errorCount, errors, changes } };
    },
  });
}

export function exportEntries(register: Register): Endpoint {
  const { name, words } = register;
  return endpoint({
    method: 'get',
    path: `/api/v1/${name}/export`,
    operationId: `export${operationNames(register).many}`,
    tag: name,
    summary: `${words.many.charAt(0).toUpperCase()}${words.many.slice(1)} within sight as a file that can be imported again`,
    access: { roles: ['coordinator', 'monitor', 'integration'] },
    query: z.strictObject({ format: tableFormatSchema, ...placeFilters }),
    responses: { 200: tableResponse },
    errors: ['unsupported-filter'],
    handler: async (call) => {
      const { query, space, language } = call;
      const { format, ...filters } = query;
      const rows = await exportedRows(call, register, filters);
      const bytes = await writeTable(format, register.columns, rows, language);
      auditRegister(call, register, 'registerExported', name, `${rows.length} rows as ${format}`);
      return tableReply(format, `${name}-${space.space}`, bytes);
    },
  });
}

export function entryTemplate(register: Register): Endpoint {
  const { name, words } = register;
  return templateEndpoint({
    path: `/api/v1/${name}/template`,
    operationId: `get${operationNames(register).many}Template`,
    tag: name,
    summary: `An empty file for ${words.many}, with what each column means`,
    roles: registerWriters,
    file: `${name}-template`,
    columns: register.columns,
  });
}

type Filters = { [K in keyof typeof placeFilters]?: string | undefined };

/** @throws Refusal unsupported-filter for more than one place */
async function exportedRows(
  { actor, space }: Pick<ApiRequest, 'address'> & { actor: Session['actor']; space: SpaceServices },
  register: Register,
  filters: Filters,
): Promise<Record<string, CellValue>[]> {
  const equal = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
  const order = [['_id', 1]] as const;
  const plans = [[], ...Object.keys(placeFilters).map((each) => [each])];
  choosePlan(
    plans.map((each) => ({ filters: each, sort: 'id', order })),
    Object.keys(equal),
    'id',
  );
  const sight = visiblePlaces(actor);
  const places = await PlaceNames.read(space);
  const found = await space.registers.entries[register.name]
    .find({
      $and: [{ ...ofRegister(register), ...equal, retired: { $ne: true } }, sight ? { within: { $in: sight } } : {}],
    })
    .sort({ _id: 1 })
    .lean<EntryDocument[]>();
  return found.map((document) => cellsOf(register, document, places));
}

function cellsOf(
  { columns, placeColumns }: Register,
  document: EntryDocument,
  places: PlaceNames,
): Record<string, CellValue> {
  const cells = columns.map(({ key, cell }): [string, CellValue] => {
    const value = key === 'id' ? entryId(document) : document[key];
    if (value === undefined) return [key, null];
    return [key, cell ? cell(value) : (value as CellValue)];
  });
  return { ...Object.fromEntries(cells), ...placeCells(placeColumns, document, places) };
}

/** Places by name where the name is enough. */
function placeCells(keys: readonly string[], document: EntryDocument, places: PlaceNames): Record<string, string> {
  const parts = keys.flatMap((key) => String(document[key]).split('/'));
  const written = parts.map((_, index) => places.written(parts.slice(0, index + 1).join('/')));
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) return { [only]: written.join('/') };
  return Object.fromEntries(keys.map((key, index) => [key, written[index] ?? '']));
}
