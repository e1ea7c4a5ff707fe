import { describe, expect, it } from '@jest/globals';
import { loadPolicies } from '../../../api/policies/loadPolicies.ts';
import { formSchema } from '../../../api/procedures/procedureView.ts';
import { discoverProcedures } from '../../../api/procedures/registry.ts';
import { caseParameters, resolvePolicy } from '../../../domain/policy/resolvePolicy.ts';
import type { Stage } from '../../../domain/procedures/declaration.ts';
import { parameter } from '../../../domain/procedures/parameters.ts';
import { seatTitle } from '../../../domain/procedures/seats.ts';
import type { Seat } from '../../../domain/procedures/stages.ts';
import { resultTitle, stageTitle } from '../../../domain/timeline/summary.ts';
import { policyFolder } from '../../support/policyFolder.ts';

const procedures = (await discoverProcedures()).list();
const policies = await loadPolicies(policyFolder);

/** Every parameter a stage names, in its deadlines and its options. */
function parametersOf({ faces, options }: Stage): string[] {
  const deadlines = Object.values(faces).flatMap(({ deadline }) =>
    deadline ? [deadline.parameter, ...(deadline.silenceRefuses ? [deadline.silenceRefuses] : [])] : [],
  );
  const named = Object.values(options as Record<string, unknown>).filter(
    (value): value is string => typeof value === 'string' && /^[a-zA-Z]+\.[a-zA-Z]+$/.test(value),
  );
  return [...deadlines, ...named];
}

describe.each(procedures.map((procedure) => [procedure.kind, procedure] as const))(
  'the declaration of %s',
  (_kind, procedure) => {
    it.each(Object.keys(policies))('finds every parameter it names in the policy of %s', (locality) => {
      const parameters = caseParameters(resolvePolicy(policies, locality), [...procedure.sections, 'ladder', 'acts']);
      for (const name of Object.values(procedure.stages).flatMap(parametersOf)) {
        expect(() => parameter(parameters, name as `${string}.${string}`)).not.toThrow();
      }
    });

    it('has a workflow file that exports a function of its kind', async () => {
      const file = `workflows/${procedure.kind}.ts`;
      const exported = Object.keys((await import(`../../../${file}`)) as object);
      expect({ file, exported }).toEqual({ file, exported: expect.arrayContaining([procedure.kind]) });
    });

    it('has a title for everything its stages may end with', () => {
      const untold = Object.entries(procedure.stages).flatMap(([id, { results }]) =>
        results.filter((result) => !/\p{Script=Han}/u.test(resultTitle(procedure, id, result, 'zh'))),
      );
      expect(untold).toEqual([]);
    });

    it('declares every outcome a cancellation may have', () => {
      expect(Object.keys(procedure.outcomes)).toEqual(expect.arrayContaining([...procedure.cancellation.outcomes]));
    });
  },
);

/** Whatever the seats of the declared stages are made of, in one. */
const seated = {
  subject: { type: 'compound', id: 'c-1', name: '', scope: 'jinan/lixia' },
  input: { company: true, streets: [{ street: 'jinan/lixia/yaojia', proposed: [], reserve: [] }] },
  problems: [],
};
const member = { office: 'pairedDepartment', unit: '', status: 'nominated', round: 0 };
const seatedFacts = {
  team: Object.fromEntries(
    ['leader', 'redSecretary', 'department1', 'department12'].map((seat) => [seat, { ...member, seat }]),
  ),
  successor: { ...member, seat: 'department3' },
  plan: [{ office: 'housingBureau', digest: '' }],
  candidates: [],
  rechecks: {},
};

describe('the seats asked in parallel', () => {
  const sitting = procedures.flatMap((procedure) =>
    Object.values(procedure.stages).flatMap((stage) => {
      const { seats, raters } = stage.options as Record<string, ((context: unknown) => readonly Seat[]) | undefined>;
      const listed = seats ?? raters;
      return listed ? [[procedure, stage, listed] as const] : [];
    }),
  );

  it.each(sitting.map(([procedure, stage, listed]) => [procedure.kind, stage.id, procedure, stage, listed] as const))(
    'each have a title: %s %s',
    (_kind, _stage, procedure, stage, listed) => {
      const parameters = caseParameters(resolvePolicy(policies, 'national'), [...procedure.sections, 'ladder', 'acts']);
      const seats = listed({ ...seated, parameters, facts: seatedFacts });
      expect(seats.length).toBeGreaterThan(0);
      expect(seats.filter(({ id }) => seatTitle(stage.seatTitles, id) === undefined)).toEqual([]);
    },
  );

  it('are told by title wherever a task is named', () => {
    const acceptance = procedures.find(({ kind }) => kind === 'rectification');
    if (!acceptance) throw new Error('no rectification');
    expect(stageTitle(acceptance, 'acceptance#1.department2', 'zh')).toBe('各方接受 · 结对部门2');
    expect(stageTitle(acceptance, 'acceptance#2.leader', 'en')).toBe('Each party accepts (2) · County-level leader');
  });
});

/** Fields people fill in, with where they stand; `name` is that of the property. */
function fieldsOf(schema: Record<string, unknown>, at: string): { at: string; field: Record<string, unknown> }[] {
  const named = (members: unknown, path: string) =>
    Object.entries((members ?? {}) as Record<string, Record<string, unknown>>).flatMap(([name, member]) => [
      { at: `${path}/${name}`, field: member },
      ...fieldsOf(member, `${path}/${name}`),
    ]);
  const items = schema['items'] as Record<string, unknown> | undefined;
  return [
    ...named(schema['properties'], at),
    ...(items ? fieldsOf(items, `${at}[]`) : []),
    ...Object.entries((schema['$defs'] ?? {}) as Record<string, Record<string, unknown>>).flatMap(
      ([name, definition]) => [{ at: name, field: definition }].concat(fieldsOf(definition, name)),
    ),
  ];
}

describe('the forms of decisions', () => {
  const decided = procedures.flatMap(({ kind, stages }) =>
    Object.entries(stages).flatMap(([stage, { faces }]) =>
      Object.values(faces)
        .flatMap(({ decisions }) => Object.values(decisions))
        .flatMap(({ form, through }) => (form && through === undefined ? [{ name: `${kind} ${stage}`, form }] : [])),
    ),
  );

  it.each(['zh', 'en'] as const)('title every choice in %s', (language) => {
    const untitled = decided.flatMap(({ name, form }) =>
      fieldsOf(formSchema(form, language), name).flatMap(({ at, field }) =>
        ((field['enum'] ?? []) as string[])
          .filter((value) => !(field['options'] as Record<string, string> | undefined)?.[value])
          .map((value) => `${at}: ${value}`),
      ),
    );
    expect(untitled).toEqual([]);
  });

  it('ask for nothing but what a console can show: texts, days, whole numbers, choices, yes or no, lists, groups', () => {
    const known = ['string', 'integer', 'boolean', 'array', 'object'];
    const strange = decided.flatMap(({ name, form }) =>
      fieldsOf(formSchema(form, 'en'), name).flatMap(({ at, field }) =>
        field['$ref'] !== undefined || known.includes(String(field['type'])) ? [] : [at],
      ),
    );
    expect(strange).toEqual([]);
  });

  it('label every field', () => {
    const unlabelled = decided.flatMap(({ name, form }) =>
      fieldsOf(formSchema(form, 'en'), name).flatMap(({ at, field }) =>
        at.includes('/') && typeof field['label'] !== 'string' ? [at] : [],
      ),
    );
    expect(unlabelled).toEqual([]);
  });
});

describe('the forms of all procedures', () => {
  it('each have a name of their own', () => {
    const forms = procedures.flatMap(({ input, stages }) => [
      input,
      ...Object.values(stages)
        .flatMap(({ faces }) => Object.values(faces))
        .flatMap(({ decisions }) => Object.values(decisions))
        .flatMap(({ form }) => form ?? []),
    ]);
    const names = [...new Set(forms)].map((form) => form.meta()?.id ?? 'a form without a name');
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names).not.toContain('a form without a name');
  });
});
