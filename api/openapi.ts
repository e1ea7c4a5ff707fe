import type { z } from 'zod';
import { type ErrorCode, errorRegistry } from '../domain/errors.ts';
import type { Endpoint, ResponseSchema } from './endpoint.ts';
import { type JsonSchema, JsonSchemas } from './jsonSchemas.ts';
import { problemMediaType, problemSchema } from './problem.ts';

const info = {
  title: 'Zhengzhi API',
  version: '1',
  description:
    'Errors are RFC 9457 problem details with a stable `code`. Lists are cursor pages. Sign in with `POST /api/v1/sessions`.',
};

/** The OpenAPI 3.1 document of the endpoints; it refers to nothing outside itself. */
export function openApiDocument(endpoints: readonly Endpoint[]): JsonSchema {
  const schemas = new JsonSchemas();
  schemas.add(problemSchema);
  for (const endpoint of endpoints) {
    if (endpoint.body) schemas.add(endpoint.body);
    for (const schema of [...parametersOf(endpoint).map(([, , each]) => each), ...responseSchemas(endpoint)]) {
      schemas.add(schema);
    }
  }
  const { of, components } = schemas.build();
  const paths: Record<string, JsonSchema> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint, of) };
  }
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/' }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].sort().map((name) => ({ name })),
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'zhengzhi_session0' },
      },
    },
  };
}

/** Every refusal an endpoint may give: its own, and those that come from how it is declared. */
export function errorsOf(endpoint: Endpoint): ErrorCode[] {
  const { access, body, upload, idempotent, ifMatch, method } = endpoint;
  const codes: (ErrorCode | false)[] = [
    'malformed-request',
    'unknown-parameter',
    'not-acceptable',
    'method-not-allowed',
    'internal-error',
    'unavailable',
    ...('public' in access ? [] : (['unauthenticated', 'session-expired', 'forbidden'] as const)),
    method !== 'get' && 'csrf-header-missing',
    ...(body ? (['invalid-input', 'unsupported-media-type', 'payload-too-large'] as const) : []),
    ...(upload ? (['unsupported-media-type', 'payload-too-large'] as const) : []),
    ...(idempotent ? (['idempotency-key-required', 'idempotency-key-reused'] as const) : []),
    ...(ifMatch ? (['precondition-required', 'revision-conflict'] as const) : []),
    ...endpoint.errors,
  ];
  return [...new Set(codes.filter((code) => code !== false))];
}

function operation(endpoint: Endpoint, of: (schema: z.ZodType) => JsonSchema): JsonSchema {
  const { operationId, tag, summary, description, access, idempotent, ifMatch, body, upload } = endpoint;
  const headers = [
    ...(idempotent ? [header('Idempotency-Key', 'A repeat with the same key has no second effect')] : []),
    ...(ifMatch ? [header('If-Match', 'The ETag of what is changed')] : []),
  ];
  const parameters = parametersOf(endpoint).map(([name, place, schema]) => ({
    name,
    in: place,
    required: place === 'path' || !schema.safeParse(undefined).success,
    ...(schema.description && { description: schema.description }),
    schema: of(schema),
  }));
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description && { description }),
    security: 'public' in access ? [] : [{ token: [] }, { cookie: [] }],
    ...('roles' in access && { 'x-roles': access.roles }),
    parameters: [...parameters, ...headers],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: of(body) } } } }),
    ...(upload && {
      requestBody: {
        required: true,
        description: upload.description,
        content: Object.fromEntries(upload.mediaTypes.map((type) => [type, {}])),
      },
    }),
    responses: { ...successes(endpoint, of), ...refusals(endpoint, of) },
  };
}

function header(name: string, description: string): JsonSchema {
  return { name, in: 'header', required: true, description, schema: { type: 'string', minLength: 1 } };
}

function parametersOf(endpoint: Endpoint): [string, 'path' | 'query', z.ZodType][] {
  const list = (object: z.ZodObject, place: 'path' | 'query') =>
    Object.entries(object.shape).map(([name, schema]): [string, 'path' | 'query', z.ZodType] => [
      name,
      place,
      schema as z.ZodType,
    ]);
  return [...list(endpoint.params, 'path'), ...list(endpoint.query, 'query')];
}

function responseSchemas(endpoint: Endpoint): z.ZodType[] {
  return Object.values(endpoint.responses).flatMap((each: ResponseSchema) =>
    each === null || 'mediaTypes' in each ? [] : [each],
  );
}

function successes(endpoint: Endpoint, of: (schema: z.ZodType) => JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(endpoint.responses).map(([status, response]: [string, ResponseSchema]) => {
      if (response === null) return [status, { description: 'Done' }];
      if (!('mediaTypes' in response)) {
        return [status, { description: 'Done', content: { 'application/json': { schema: of(response) } } }];
      }
      const content = Object.fromEntries(response.mediaTypes.map((type) => [type, {}]));
      return [status, { description: response.description, content }];
    }),
  );
}

function refusals(endpoint: Endpoint, of: (schema: z.ZodType) => JsonSchema): JsonSchema {
  const byStatus: Record<string, string[]> = {};
  for (const code of errorsOf(endpoint)) (byStatus[String(errorRegistry[code].status)] ??= []).push(code);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes]) => [
      status,
      { description: codes.join(', '), content: { [problemMediaType]: { schema: of(problemSchema) } } },
    ]),
  );
}
