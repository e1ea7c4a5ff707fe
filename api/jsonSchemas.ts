import { z } from 'zod';
import { inLanguage } from './language.ts';

export type JsonSchema = Record<string, unknown>;

const prefix = '#/components/schemas/';
const inner = '__shared';

/**
 * Turns zod schemas into OpenAPI 3.1 schema objects (JSON Schema 2020-12). What carries an id (`.meta({ id })`) becomes a
 * component, and so does what refers to itself.
 */
export class JsonSchemas {
  private readonly registry = z.registry<{ id: string }>();
  private readonly inline = new Map<z.ZodType, string>();

  /** Notes a schema; `of` gives its JSON schema once all are noted. */
  add(schema: z.ZodType): void {
    if (this.inline.has(schema)) return;
    const id = z.globalRegistry.get(schema)?.id ?? `__inline${this.inline.size}`;
    this.inline.set(schema, id);
    this.registry.add(schema, { id });
  }

  /** The schema object of each noted schema, and the components they refer to. */
  build(): { of: (schema: z.ZodType) => JsonSchema; components: Record<string, JsonSchema> } {
    this.addNamed();
    const { schemas } = z.toJSONSchema(this.registry, {
      io: 'input',
      unrepresentable: 'any',
      uri: (id) => prefix + id,
      override: ({ jsonSchema }) => tidy(jsonSchema as JsonSchema),
    });
    const { [inner]: selfReferring, ...built } = renamed(schemas) as Record<string, JsonSchema>;
    const all: Record<string, JsonSchema> = { ...built, ...(selfReferring?.['$defs'] as Record<string, JsonSchema>) };
    for (const schema of Object.values(all)) {
      delete schema['$schema'];
      delete schema['$id'];
    }
    const roots = [...this.inline.values()];
    return {
      of: (schema) => {
        const id = this.inline.get(schema) ?? '';
        return id.startsWith('__inline') ? (all[id] ?? {}) : { $ref: prefix + id };
      },
      components: reachable(all, roots),
    };
  }

  /** Every schema with an id may be referred to from the noted ones; which are is seen afterwards. */
  private addNamed(): void {
    const named = (z.globalRegistry as unknown as { _idmap: Map<string, z.ZodType> })._idmap;
    for (const [id, schema] of named) if (!this.registry.has(schema)) this.registry.add(schema, { id });
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
}

/** References into the shared definitions become references to components, and texts their English wording. */
function renamed(value: unknown): unknown {
  const text = JSON.stringify(inLanguage(value, 'en'));
  return JSON.parse(text.replaceAll(`"${prefix}${inner}#/$defs/`, `"${prefix}`));
}

function reachable(all: Record<string, JsonSchema>, roots: readonly string[]): Record<string, JsonSchema> {
  const seen = new Set<string>();
  const visit = (id: string) => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const [, next = ''] of JSON.stringify(all[id] ?? {}).matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      visit(next);
  };
  for (const root of roots) visit(root);
  const ids = [...seen].filter((id) => !id.startsWith('__inline')).sort();
  return Object.fromEntries(ids.map((id) => [id, all[id] ?? {}]));
}

function isObject(value: unknown): value is JsonSchema {
  return value !== null && typeof value === 'object';
}
