import { own } from '../../domain/own.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import type { Json, Language } from '../../domain/text.ts';
import type { TimelineEvent } from '../../domain/timeline/event.ts';
import { formSchema } from '../procedures/procedureView.ts';
import { type Html, html } from '../reports/html.ts';

/** What is read of a form's JSON Schema. */
interface Schema {
  label?: string;
  options?: Record<string, string>;
  unit?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  $ref?: string;
  $defs?: Record<string, Schema>;
}

const units: Record<string, Record<Language, string>> = {
  fen: { zh: '元', en: 'yuan' },
  area: { zh: '平方米', en: 'm²' },
  points: { zh: '分', en: 'points' },
};

/** Forms as they were handed in, with the labels of their declaration; each declaration is looked at once. */
export class FilledForms {
  private readonly procedure: Procedure;
  private readonly language: Language;
  private readonly schemas = new Map<string, Schema>();

  constructor(procedure: Procedure, language: Language) {
    this.procedure = procedure;
    this.language = language;
  }

  /** What was filled in with an event. */
  show(event: Pick<TimelineEvent, 'type' | 'stage' | 'data'>, form: Json): Html {
    const schema = this.schemaOf(event);
    return this.part(schema, form, schema.$defs ?? {});
  }

  private schemaOf({ type, stage = '', data }: Pick<TimelineEvent, 'type' | 'stage' | 'data'>): Schema {
    const decision = typeof data['decision'] === 'string' ? data['decision'] : '';
    const key = `${type === 'caseOpened'}|${stage.split('#')[0]}|${decision}`;
    const known = this.schemas.get(key);
    if (known) return known;
    const faces = Object.values(own(this.procedure.stages, stage.split('#')[0] ?? '')?.faces ?? {});
    const declared = faces.map(({ decisions }) => own(decisions, decision)?.form).find((each) => each !== undefined);
    const form = type === 'caseOpened' ? this.procedure.statement : declared;
    const schema = form === undefined ? {} : (formSchema(form, this.language) as Schema);
    this.schemas.set(key, schema);
    return schema;
  }

  private part(given: Schema, value: Json, definitions: Record<string, Schema>): Html {
    const schema = resolve(given, definitions);
    if (Array.isArray(value)) {
      return html`<ol>${value.map((each) => html`<li>${this.part(schema.items ?? {}, each, definitions)}</li>`)}</ol>`;
    }
    if (value !== null && typeof value === 'object') {
      const rows = Object.entries(value).map(([name, member]) => {
        const field = resolve(own(schema.properties ?? {}, name) ?? {}, definitions);
        return html`<div><dt>${field.label ?? name}</dt><dd>${this.part(field, member, definitions)}</dd></div>`;
      });
      return html`<dl class="filled">${rows}</dl>`;
    }
    return html`<span class="long">${this.plain(schema, value)}</span>`;
  }

  private plain({ options = {}, unit }: Schema, value: string | number | boolean | null): string {
    if (typeof value === 'boolean') {
      return this.language === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no';
    }
    if (typeof value === 'number' && unit !== undefined) {
      return `${fromHundredths(value)} ${own(units, unit)?.[this.language] ?? unit}`;
    }
    const written = String(value ?? '—');
    return own(options, written) ?? written;
  }
}

function resolve(schema: Schema, definitions: Record<string, Schema>): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...beside } = schema;
  const named = own(definitions, $ref.replace('#/$defs/', ''));
  return named ? { ...resolve(named, definitions), ...beside } : beside;
}

/** Whole hundredths as people write them: 123456 is 1234.56. */
function fromHundredths(value: number): string {
  const digits = String(Math.abs(value)).padStart(3, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.00$/, '');
}
