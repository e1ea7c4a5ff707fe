import { describe, expect, it } from '@jest/globals';
import { documentNumber } from '../../../domain/documents/content.ts';
import { parseMarkup, renderMarkup } from '../../../domain/documents/markup.ts';

const filled = (source: string, scope: Record<string, unknown> = {}): string =>
  renderMarkup(parseMarkup(source), scope, { loud: (value) => `${String(value)}!` });

describe('a template', () => {
  it.each([
    ['{{ a.b }}', { a: { b: 'x' } }, 'x'],
    ['{{ n }} {{ gone }}.', { n: 3 }, '3 .'],
    ['{{ a | loud }}', { a: 'x' }, 'x!'],
    ['{% if a %}yes{% else %}no{% endif %}', { a: null }, 'no'],
    ['{% if a == "x" %}yes{% endif %}', { a: 'x' }, 'yes'],
    ['{% if a != "x" %}yes{% endif %}', { a: 'x' }, ''],
    ['{% if l.size > 1 %}many{% endif %}', { l: [1, 2] }, 'many'],
    ['{% for each in l %}{{ index }}{{ each.a }},{% endfor %}', { l: [{ a: 'x' }, { a: 'y' }] }, '1x,2y,'],
    [
      '{% for a in l %}{% if a.b %}{% for c in a.b %}{{ c }}{% endfor %}{% endif %}{% endfor %}',
      { l: [{ b: ['x'] }] },
      'x',
    ],
  ])('fills in %s', (source, scope, expected) => {
    expect(filled(source, scope)).toBe(expected);
  });

  it('escapes whatever is put in, in text and in attributes', () => {
    expect(filled('<p title="{{ a }}">{{ a }}</p>', { a: `<script>"'&` })).toBe(
      '<p title="&lt;script&gt;&quot;&#39;&amp;">&lt;script&gt;&quot;&#39;&amp;</p>',
    );
    expect(filled('{{ a | loud }}', { a: '<' })).toBe('&lt;!');
  });

  it('does not run what it is given, nor reach what every object inherits', () => {
    expect(filled('{{ a }}', { a: '{{ b }}', b: 'secret' })).toBe('{{ b }}');
    expect(filled('{{ a.constructor.name }}{{ constructor }}', { a: {} })).toBe('');
  });

  it.each([
    '{{ a b }}',
    '{{ a() }}',
    '{% include "x" %}',
    '{% if a %}',
    '{% for a in b %}{% endif %}',
    '{% endif %}',
    '{% else %}',
  ])('that holds %s is refused', (source) => {
    expect(() => parseMarkup(source)).toThrow(RangeError);
  });
});

describe('a document number', () => {
  it('names the place without its level, the sign, the year and the number', () => {
    expect(documentNumber('兰山区', '验', 2026, 3)).toBe('兰山验〔2026〕3号');
    expect(documentNumber('临沂', '验', 2026, 3)).toBe('临沂验〔2026〕3号');
  });
});
