import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { renderTemplate, stagesShown } from '../../../api/documents/renderTemplate.ts';
import { loadTemplates } from '../../../api/documents/templates.ts';
import { discoverProcedures } from '../../../api/procedures/registry.ts';
import type { FixedContent } from '../../../domain/documents/content.ts';
import { languages, text } from '../../../domain/text.ts';

const templates = await loadTemplates();
const procedures = (await discoverProcedures()).list();

/** The templates each procedure declares. */
const declared = procedures.map(({ kind, stages }) => ({
  kind,
  stages,
  templates: Object.values(stages).flatMap(({ faces, documents = [] }) => [
    ...documents.map(({ template }) => template),
    ...Object.values(faces).flatMap(({ decisions }) =>
      Object.values(decisions).flatMap((each) => each.documents ?? []),
    ),
  ]),
}));
const all = declared.flatMap((each) => each.templates);

const content: FixedContent = {
  number: '示例1号',
  place: '示例区',
  subject: { type: 'compound', id: 'C-01', name: '示例小区' },
  caseTitle: text('示例', 'Example'),
  stage: text('环节', 'Stage'),
  decision: text('决定', 'Decision'),
  office: null,
  on: '2026-03-02',
  seq: 7,
  hash: '0'.repeat(64),
  data: {},
  opening: {},
  steps: [],
};

describe('the templates of documents', () => {
  it('are there for every document that a procedure declares', () => {
    expect(all.filter((id) => templates.find(id) === undefined)).toEqual([]);
    expect(templates.list().filter(({ id }) => !all.includes(id))).toEqual([]);
  });

  it('are declared by every procedure', () => {
    expect(declared.filter((each) => each.templates.length === 0).map(({ kind }) => kind)).toEqual([]);
  });

  it('show forms of stages that there are', () => {
    const stages = new Set(declared.flatMap((each) => Object.keys(each.stages)));
    const shown = templates
      .list()
      .flatMap((template) => [...stagesShown(template)].map((stage) => [template.id, stage]));
    expect(shown.filter(([, stage = '']) => !stages.has(stage))).toEqual([]);
    expect(shown.length).toBeGreaterThan(10);
  });

  it('make a page in both languages where nothing was handed in', () => {
    for (const template of templates.list()) {
      for (const language of languages) {
        const words = { form: null, comment: null, statement: null, forms: {} };
        const { text: page } = renderTemplate(template, content, words, language);
        expect(page).not.toMatch(/\{\{|\{%|undefined|\[object|NaN/);
      }
    }
  });

  it('say on what they stand, and in both languages the same parts', () => {
    for (const { id, body, source } of templates.list()) {
      expect({ id, source }).toEqual({ id, source: expect.stringMatching(/P\d\d|条例|民法典|S\d/) });
      const parts = (page: string): string[] => page.match(/<(h2|table|th|tr|p)\b/g) ?? [];
      expect({ id, parts: parts(body.en) }).toEqual({ id, parts: parts(body.zh) });
    }
  });

  it('show points as they were given, and what is taken off', () => {
    const shown = (id: string, form: Record<string, unknown>) => {
      const template = templates.list().find((each) => each.id === id);
      if (template === undefined) throw new Error(`no ${id}`);
      const words = { form: form as never, comment: null, statement: null, forms: {} };
      return renderTemplate(template, content, words, 'en').text;
    };
    const place = { total: 7830, rank: 3, of: 42, chain: 0 };
    const scores = { street: 82, community: 75, residents: 90 };
    const sheet = shown('assessmentSheet', { ...place, scores, deducted: 6 });
    for (const cell of ['82', '-6', '75', '90', '78.30']) expect(sheet).toContain(`<td>${cell}</td>`);
    expect(shown('assessmentSheet', { ...place, scores })).not.toContain('training');
    expect(shown('starResult', { points: 85, stars: 4 })).toContain('85 points');
  });

  it('each number their documents under a sign of their own', () => {
    const codes = templates.list().map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('that cannot be read stop the service from starting, with the file and the place', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'templates-'));
    const template = { ...templates.list()[0], id: 'faulty', body: { zh: '{% if a %}', en: '{{ a | raw }}' } };
    await writeFile(join(folder, 'faulty.yaml'), stringify(template));
    try {
      await expect(loadTemplates(folder)).rejects.toThrow(/faulty\.yaml[\s\S]*body\.zh[\s\S]*body\.en/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
