import { z } from 'zod';
import { inLanguage } from './language.ts';

export type JsonSchema = Record<string, unknown>;

const prefix = '#/components/schemas/';
/** Where zod puts what refers to itself. */
const sharedId = '__shared';
const rootsId = '__roots';

/**
 * Turns zod schemas into OpenAPI 3.1 schema objects (JSON Schema 2020-12). What carries an id (`.meta({ id })`) becomes a
 * component, and so does what refers to itself.
 */
export class JsonSchemas {
  private readonly noted = new Set<z.ZodType>();

  /** Notes a schema that `build` shall give. */
  add(schema: z.ZodType): void {
    this.noted.add(schema);
  }

  /** The schema object of each noted schema, and the components they refer to. */
  build(): { of: (schema: z.ZodType) => JsonSchema; components: Record<string, JsonSchema> } {
    const registry = z.registry<{ id: string }>();
    const named = (z.globalRegistry as unknown as { _idmap: Map<string, z.ZodType> })._idmap;
    for (const [id, schema] of named) registry.add(schema, { id });
    // In one object that nothing refers to, a schema used in several places is written out at each.
    const roots = [...this.noted];
    registry.add(z.object(Object.fromEntries(roots.map((schema, index) => [`at${index}`, schema]))), { id: rootsId });

    const { schemas } = z.toJSONSchema(registry, {
      io: 'input',
      unrepresentable: 'any',
      uri: (id) => prefix + id,
      override: ({ jsonSchema }) => tidy(jsonSchema as JsonSchema),
    });
    const { [rootsId]: root, ...all } = withoutShared(inLanguage(schemas, 'en') as Record<string, JsonSchema>);
    for (const schema of Object.values(all)) {
      delete schema['$schema'];
      delete schema['$id'];
    }
    const properties = (root?.['properties'] ?? {}) as Record<string, JsonSchema>;
    return {
      of: (schema) => properties[`at${roots.indexOf(schema)}`] ?? {},
      components: reachable(all, properties),
    };
  }
}

/** Leaves out what only says that a number is one of JavaScript's, and patterns that a format already says. */
function tidy(schema: JsonSchema): void {
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['format'] === 'date' || schema['format'] === 'date-time') delete schema['pattern'];
  if (isObject(schema['propertyNames']) && Object.keys(schema['propertyNames']).join() === 'type') {
    delete schema['propertyNames'];
  }
  if (typeof schema['pattern'] === 'string') schema['pattern'] = portable(schema['pattern']);
}

/**
 * Unicode classes are unknown to the regular expressions of many client tools (Python's among them): Latin and Chinese
 * letters are what such a client may safely send.
 */
function portable(pattern: string): string {
  return pattern
    .replaceAll(String.raw`\p{L}`, String.raw`A-Za-z\u3400-\u4dbf\u4e00-\u9fff`)
    .replaceAll(String.raw`\p{N}`, '0-9');
}

/** What refers to itself comes in a definition of its own for each occurrence; equal ones become one component. */
function withoutShared(schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const { [sharedId]: shared, ...others } = schemas;
  const definitions = Object.entries((shared?.['$defs'] ?? {}) as Record<string, JsonSchema>);
  const names = new Map<string, string>();
  let text = JSON.stringify(others);
  const components: Record<string, JsonSchema> = {};
  for (const [key, definition] of definitions) {
    const reference = `"${prefix}${sharedId}#/$defs/${key}"`;
    const content = JSON.stringify(definition).replaceAll(reference, '"self"');
    const name = names.get(content) ?? `Recursive${names.size + 1}`;
    names.set(content, name);
    text = text.replaceAll(reference, `"${prefix}${name}"`);
    components[name] = JSON.parse(content.replaceAll('"self"', `"${prefix}${name}"`)) as JsonSchema;
  }
  return { ...(JSON.parse(text) as Record<string, JsonSchema>), ...components };
}

/** The components that the roots refer to, directly or not. */
function reachable(all: Record<string, JsonSchema>, roots: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const seen = new Set<string>();
  const visit = (schema: unknown) => {
    for (const [, id = ''] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (seen.has(id)) continue;
      seen.add(id);
      visit(all[id] ?? {});
    }
  };
  visit(roots);
  return Object.fromEntries([...seen].sort().map((id) => [id, all[id] ?? {}]));
}

function isObject(value: unknown): value is JsonSchema {
  return value !== null && typeof value === 'object';
}
