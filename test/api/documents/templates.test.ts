import { describe, expect, it } from '@jest/globals';
import { filterNames } from '../../../api/documents/renderTemplate.ts';
import { loadTemplates } from '../../../api/documents/templates.ts';
import { discoverProcedures } from '../../../api/procedures/registry.ts';
import { filtersIn, parseMarkup } from '../../../domain/documents/markup.ts';

const templates = await loadTemplates();
const procedures = (await discoverProcedures()).list();

describe('the templates of documents', () => {
  it('are there for every document that a procedure declares', () => {
    const declared = procedures.flatMap(({ stages }) =>
      Object.values(stages).flatMap(({ faces, documents = [] }) => [
        ...documents.map(({ template }) => template),
        ...Object.values(faces).flatMap(({ decisions }) =>
          Object.values(decisions).flatMap((each) => each.documents ?? []),
        ),
      ]),
    );
    expect(declared.filter((id) => templates.find(id) === undefined)).toEqual([]);
    expect(templates.list().filter(({ id }) => !declared.includes(id))).toEqual([]);
  });

  it('use filters that there are', () => {
    const used = templates
      .list()
      .flatMap(({ body }) => [body.zh, body.en].flatMap((each) => filtersIn(parseMarkup(each))));
    expect(used.filter((name) => !filterNames.includes(name as never))).toEqual([]);
  });

  it('each number their documents under a sign of their own', () => {
    const codes = templates.list().map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
