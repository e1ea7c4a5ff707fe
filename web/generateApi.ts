/**
 * Writes `src/api/operations.ts`: every operation of the API with its parameters, body and answer, from the OpenAPI document.
 * Checks and builds run it first (`npm run web:api`), so the console cannot disagree with the API.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import { endpoints } from '../api/endpoints.ts';
import { openApiDocument } from '../api/openapi.ts';

type Schema = Record<string, unknown>;

interface Operation {
  operationId: string;
  summary: string;
  parameters: {
    name: string;
    in: 'path' | 'query' | 'header';
    required: boolean;
    schema: Schema;
    description?: string;
  }[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const target = fileURLToPath(new URL('src/api/operations.ts', import.meta.url));
const json = 'application/json';

/** The file's text. */
export async function operationTypes(): Promise<string> {
  const document = openApiDocument(endpoints) as unknown as Document;
  const operations: Record<string, Schema> = {};
  const addresses: [string, string, string][] = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      operations[operation.operationId] = operationSchema(operation);
      addresses.push([operation.operationId, method.toUpperCase(), path]);
    }
  }
  const types = await compile(
    portable({ ...strict(operations), title: 'Operations', definitions: document.components.schemas }),
    'Operations',
    {
      bannerComment: '',
      format: false,
      additionalProperties: false,
      unreachableDefinitions: true,
      ignoreMinAndMaxItems: true,
    },
  );
  const lines = addresses.map(([id, method, path]) => `  ${id}: ['${method}', '${path}'],`);
  return [
    '// Generated from the OpenAPI document by web/generateApi.ts. Do not edit.',
    '',
    types.replaceAll(/\/\*\*\n \* This interface was referenced by [^/]*\*\/\n/g, ''),
    '/** Method and path of each operation. */',
    'export const addresses = {',
    ...lines,
    '} as const;',
    '',
  ].join('\n');
}

function operationSchema({ summary, parameters, requestBody, responses }: Operation): Schema {
  const inPlace = (place: string) => parameters.filter((each) => each.in === place);
  const named = (list: Operation['parameters']) =>
    strict(
      Object.fromEntries(
        list.map(({ name, schema, description }) => [name, { ...schema, ...(description && { description }) }]),
      ),
      list.filter(({ required }) => required).map(({ name }) => name),
    );
  const body = requestBody?.content[json]?.schema;
  const answers = Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { content }]) => content?.[json]?.schema ?? []);
  return {
    ...strict({
      path: named(inPlace('path')),
      query: named(inPlace('query')),
      body: body ?? { type: 'null' },
      answer: answers.length === 0 ? { type: 'null' } : answers.length === 1 ? answers[0] : { anyOf: answers },
    }),
    description: summary,
  };
}

function strict(properties: Record<string, unknown>, required = Object.keys(properties)): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** Definitions where the compiler looks for them. */
function portable(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/definitions/')) as Schema;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await operationTypes());
