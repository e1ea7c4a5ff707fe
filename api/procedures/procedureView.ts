import { z } from 'zod';
import type { PlainDay } from '../../domain/calendar/calendar.ts';
import { subjectSchema } from '../../domain/case/caseView.ts';
import { type Actor, roleSchema } from '../../domain/organisation/actor.ts';
import { officeCodeSchema, offices } from '../../domain/organisation/offices.ts';
import {
  type AppealRule,
  type DecisionDeclaration,
  type Face,
  type Procedure,
  type Stage,
  subjectTypes,
} from '../../domain/procedures/declaration.ts';
import type { Language, Text } from '../../domain/text.ts';
import type { TemplateShelf } from '../documents/templates.ts';
import { inLanguage } from '../language.ts';

const jsonSchemaSchema = z.record(z.string(), z.unknown()).describe('JSON Schema, draft 2020-12');
const parameterSchema = z.strictObject({
  parameter: z.string(),
  value: z.json(),
  unit: z.string(),
  source: z.string(),
});

const appealSchema = z.strictObject({
  by: z.array(officeCodeSchema).describe('Offices that may hand it in; a coordinator of the place always may'),
  holds: z.array(z.string()).describe('Stages that may rest until the ruling'),
});

const decisionViewSchema = z.strictObject({
  title: z.string(),
  tone: z.enum(['positive', 'negative', 'neutral']),
  commentRequired: z.boolean(),
  evidence: z.int().describe('Files that must come with it'),
  through: z.string().nullable().describe('The only call that makes it, where its form is computed'),
  form: jsonSchemaSchema.nullable(),
});

const faceViewSchema = z.strictObject({
  title: z.string(),
  office: officeCodeSchema.nullable().describe('null: depends on the seat or item'),
  standing: z.boolean().describe('May be used at any time and is never late'),
  deadline: z
    .strictObject({
      parameter: z.string(),
      roll: z.enum(['forward', 'none']),
      silenceRefuses: z.string().nullable(),
      standard: parameterSchema.nullable().describe('As the standard policy says'),
    })
    .nullable(),
  decisions: z.record(
    z.string(),
    z.strictObject({
      ...decisionViewSchema.shape,
      appeal: appealSchema.nullable().describe('null: no appeal'),
      documents: z.array(z.string()).describe('Templates of the documents it produces'),
    }),
  ),
});

const seatsSchema = z
  .record(z.string(), z.string())
  .describe(
    'Titles of the seats asked in parallel; `department*` stands for department1, department2 …, `*` for others',
  );

const stageViewSchema = z.strictObject({
  primitive: z.string(),
  title: z.string(),
  source: z.string(),
  publishes: z.string().nullable(),
  results: z.array(z.string()),
  overdueReaches: officeCodeSchema.nullable(),
  reviews: z.array(z.string()).describe('Stages whose submitters may not decide here'),
  seats: seatsSchema,
  appeal: z
    .strictObject({ ...appealSchema.shape, results: z.array(z.string()), decidedBy: officeCodeSchema })
    .nullable()
    .describe('Results that can be appealed though nobody decided them alone'),
  documents: z
    .array(z.strictObject({ template: z.string(), results: z.array(z.string()) }))
    .describe('Documents that results of the stage produce'),
  disputes: z.string().nullable().describe('Where a dispute goes that is no appeal'),
  faces: z.record(z.string(), faceViewSchema),
});

export const procedureSummarySchema = z
  .strictObject({
    kind: z.string(),
    title: z.string(),
    purpose: z.string(),
    source: z.string(),
    subject: z.string().describe('What its cases are about; the first of `subjects`'),
    subjects: z.array(subjectSchema.shape.type),
    stages: z.array(z.strictObject({ id: z.string(), title: z.string(), primitive: z.string(), seats: seatsSchema })),
    comesRound: z.boolean().describe('Started for everybody in a register by POST /api/v1/cycles'),
    periods: z
      .array(z.strictObject({ key: z.string(), from: z.iso.date(), to: z.iso.date() }))
      .describe('Keys a cycle of it may have, the latest first: of the present period and some before'),
    startedThrough: z
      .string()
      .nullable()
      .describe('The only call that starts it, where that is not POST /api/v1/cases'),
    startable: z
      .boolean()
      .describe('Whether you may start a case of it by POST /api/v1/cases; the place is judged then'),
  })
  .meta({ id: 'ProcedureSummary' });
export type ProcedureSummary = z.infer<typeof procedureSummarySchema>;

export const procedureViewSchema = z
  .strictObject({
    kind: z.string(),
    title: z.string(),
    purpose: z.string(),
    source: z.string(),
    subject: z.string().describe('What its cases are about; the first of `subjects`'),
    subjects: z.array(subjectSchema.shape.type),
    startedBy: z.strictObject({ roles: z.array(roleSchema), offices: z.array(officeCodeSchema) }),
    startedThrough: z
      .string()
      .nullable()
      .describe('The only call that starts it, where that is not POST /api/v1/cases'),
    input: jsonSchemaSchema,
    statement: jsonSchemaSchema.nullable().describe('What whoever starts it says in words; null: nothing'),
    cancellation: z.strictObject({ by: z.array(officeCodeSchema), outcomes: z.array(z.string()) }),
    outcomes: z.record(z.string(), z.string()),
    stages: z.record(z.string(), stageViewSchema),
    offices: z.record(z.string(), z.string()).describe('Titles of the offices named above'),
    documents: z.record(z.string(), z.string()).describe('Titles of the documents named above'),
    policySections: z.array(z.string()),
  })
  .meta({ id: 'Procedure' });
export type ProcedureView = z.infer<typeof procedureViewSchema>;

/** A parameter as the standard policy has it; undefined when it has none of that name. */
export type StandardParameter = (name: string) => Omit<z.infer<typeof parameterSchema>, 'parameter'> | undefined;

/** A line of the list of procedures, as somebody sees it. @param today the last of its periods is that of this day */
export function procedureSummary(
  procedure: Procedure,
  { role, posts }: Actor,
  language: Language,
  today: PlainDay,
): ProcedureSummary {
  const starts =
    role === 'coordinator' || (role === 'reviewer' && posts.some(({ office }) => procedure.startedBy.includes(office)));
  const { kind, title, purpose, source, stages } = procedure;
  return {
    kind,
    title: title[language],
    purpose: purpose[language],
    source,
    ...subjectsOf(procedure),
    stages: Object.values(stages).map((stage) => ({
      id: stage.id,
      title: stage.title[language],
      primitive: stage.primitive,
      seats: seatsOf(stage, language),
    })),
    comesRound: procedure.cycle !== undefined,
    periods: periodsOf(procedure, today),
    startedThrough: procedure.startedThrough ?? null,
    startable: starts && procedure.startedThrough === undefined,
  };
}

function periodsOf({ cycle }: Procedure, today: PlainDay): ProcedureSummary['periods'] {
  return (cycle?.upTo(today) ?? []).flatMap((key) => {
    const period = cycle?.period(key);
    return period ? [{ key, from: period.from, to: period.to }] : [];
  });
}

/** A whole declaration as data: what is asked of whom, by when, with which form. */
export function procedureView(
  procedure: Procedure,
  language: Language,
  standard: StandardParameter,
  templates: Pick<TemplateShelf, 'find'>,
): ProcedureView {
  const words = (texts: Record<string, Text>) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text[language]]));
  const stages = mapped(procedure.stages, (stage) => stageView(stage, language, standard));
  const named = [
    ...procedure.startedBy,
    ...procedure.cancellation.by,
    ...Object.values(stages).flatMap(({ overdueReaches, faces }) => [
      overdueReaches,
      ...Object.values(faces).map(({ office }) => office),
    ]),
  ].flatMap((office) => (office === null ? [] : [office]));
  return {
    kind: procedure.kind,
    title: procedure.title[language],
    purpose: procedure.purpose[language],
    source: procedure.source,
    ...subjectsOf(procedure),
    startedBy: { roles: ['coordinator'], offices: [...procedure.startedBy] },
    startedThrough: procedure.startedThrough ?? null,
    input: formSchema(procedure.input, language),
    statement: procedure.statement === undefined ? null : formSchema(procedure.statement, language),
    cancellation: { by: [...procedure.cancellation.by], outcomes: [...procedure.cancellation.outcomes] },
    outcomes: words(procedure.outcomes),
    stages,
    offices: Object.fromEntries(named.map((office) => [office, offices[office].title[language]])),
    documents: Object.fromEntries(
      documentsOf(stages).flatMap((id) => {
        const title = templates.find(id)?.template.title[language];
        return title === undefined ? [] : [[id, title]];
      }),
    ),
    policySections: [...procedure.sections],
  };
}

function documentsOf(stages: ProcedureView['stages']): string[] {
  return Object.values(stages).flatMap(({ documents, faces }) => [
    ...documents.map(({ template }) => template),
    ...Object.values(faces).flatMap(({ decisions }) => Object.values(decisions).flatMap((each) => each.documents)),
  ]);
}

function subjectsOf(procedure: Procedure): Pick<ProcedureSummary, 'subject' | 'subjects'> {
  const subjects = [...subjectTypes(procedure)];
  return { subject: subjects[0] ?? '', subjects };
}

function stageView(stage: Stage, language: Language, standard: StandardParameter): ProcedureView['stages'][string] {
  return {
    primitive: stage.primitive,
    title: stage.title[language],
    source: stage.source,
    publishes: stage.publishes?.[language] ?? null,
    results: [...stage.results],
    overdueReaches: stage.overdueReaches ?? null,
    reviews: [...(stage.reviews ?? [])],
    seats: seatsOf(stage, language),
    appeal: stage.appeal
      ? { ...appealView(stage.appeal), results: [...stage.appeal.results], decidedBy: stage.appeal.decidedBy }
      : null,
    documents: (stage.documents ?? []).map(({ template, results }) => ({ template, results: [...results] })),
    disputes: stage.disputes?.[language] ?? null,
    faces: mapped(stage.faces, (face) => faceView(face, language, standard)),
  };
}

function seatsOf({ seatTitles = {} }: Stage, language: Language): Record<string, string> {
  return mapped(seatTitles, (title) => (typeof title === 'string' ? offices[title].title : title)[language]);
}

function faceView(
  { title, office, deadline, standing, decisions }: Face,
  language: Language,
  standard: StandardParameter,
) {
  const parameter = deadline && standard(deadline.parameter);
  return {
    title: title[language],
    office: office ?? null,
    standing: standing ?? false,
    deadline: deadline
      ? {
          parameter: deadline.parameter,
          roll: deadline.roll ?? ('forward' as const),
          silenceRefuses: deadline.silenceRefuses ?? null,
          standard: parameter ? { parameter: deadline.parameter, ...parameter } : null,
        }
      : null,
    decisions: mapped(decisions, (decision) => ({
      ...decisionView(decision, language),
      appeal: decision.appeal ? appealView(decision.appeal) : null,
      documents: [...(decision.documents ?? [])],
    })),
  };
}

function appealView({ by, holds = [] }: AppealRule): z.infer<typeof appealSchema> {
  return { by: [...by], holds: [...holds] };
}

/** A decision as it is offered: its wording, its form as JSON Schema, what must come with it. */
export function decisionView(decision: DecisionDeclaration, language: Language): z.infer<typeof decisionViewSchema> {
  return {
    title: decision.title[language],
    tone: decision.tone ?? 'neutral',
    commentRequired: decision.commentRequired ?? false,
    evidence: decision.evidence ?? 0,
    through: decision.through ?? null,
    form: decision.form && decision.through === undefined ? formSchema(decision.form, language) : null,
  };
}

/** JSON Schema of a form, its titles and help in one language. */
export function formSchema(form: z.ZodType, language: Language): Record<string, unknown> {
  const schema = z.toJSONSchema(form, { io: 'input', unrepresentable: 'any' });
  return inLanguage(unwrapped(schema as Record<string, unknown>), language) as Record<string, unknown>;
}

/** A form with a name is put among the definitions and referred to; readers expect its fields at the top. */
function unwrapped({ $ref, $defs, ...rest }: Record<string, unknown>): Record<string, unknown> {
  const definitions = { ...($defs as Record<string, Record<string, unknown>> | undefined) };
  const name = typeof $ref === 'string' ? $ref.replace('#/$defs/', '') : '';
  const root = definitions[name];
  if (root === undefined)
    return { ...rest, ...($ref !== undefined && { $ref }), ...($defs !== undefined && { $defs }) };
  if (!JSON.stringify({ ...definitions, [name]: { ...root } }).includes(`"#/$defs/${name}"`)) delete definitions[name];
  return { ...rest, ...root, ...(Object.keys(definitions).length > 0 && { $defs: definitions }) };
}

function mapped<T, U>(record: Record<string, T>, of: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));
}
