import { describe, expect, it } from '@jest/globals';
import { templateEngine } from '../../../api/documents/templateEngine.ts';

const terms = { lift: { zh: '电梯', en: 'Lift' } };
const filled = (source: string, scope: Record<string, unknown> = {}): string =>
  templateEngine(terms, 'en').parseAndRenderSync(source, scope);

describe('a template', () => {
  it.each([
    ['{{ a.b }}', { a: { b: 'x' } }, 'x'],
    ['{{ n }} {{ gone.away }}.', { n: 3 }, '3 .'],
    ['{{ a | term }} {{ b | term }}', { a: 'lift', b: 'constructor' }, 'Lift constructor'],
    ['{{ a | day }} {{ n | hundredths }}', { a: '2026-03-02', n: -123456 }, '2 March 2026 -1,234.56'],
    ['{{ a | office }}', { a: 'housingBureau' }, 'Housing bureau'],
    ['{% if a %}yes{% else %}no{% endif %}', { a: '' }, 'no'],
    ['{% if l.size > 1 %}many{% endif %}', { l: [1, 2] }, 'many'],
    ['{% for each in l %}{{ forloop.index }}{{ each.a }},{% endfor %}', { l: [{ a: 'x' }, { a: 'y' }] }, '1x,2y,'],
  ])('fills in %s', (source, scope, expected) => {
    expect(filled(source, scope)).toBe(expected);
  });

  it('escapes whatever is put in, in text and in attributes', () => {
    expect(filled('<p title="{{ a }}">{{ a }}</p>', { a: `<script>"'&` })).toBe(
      '<p title="&lt;script&gt;&#34;&#39;&amp;">&lt;script&gt;&#34;&#39;&amp;</p>',
    );
    expect(filled('{{ a | term }}{{ l | join: "<" }}', { a: '<', l: ['&', '&'] })).toBe('&lt;&amp;&lt;&amp;');
  });

  it('does not run what it is given, nor reach what every object inherits', () => {
    expect(filled('{{ a }}', { a: '{{ b }}', b: 'secret' })).toBe('{{ b }}');
    expect(filled('{{ a.constructor.name }}{{ constructor }}', { a: {} })).toBe('');
  });

  it.each([
    '{% include "x" %}',
    '{% render "x" %}',
    '{% layout "x" %}',
    '{{ a | raw }}',
    '{{ a | unheardOf }}',
    '{% if a %}',
    '{% endif %}',
    '{{ a | append: "x" }}',
  ])('that holds %s is refused before it is used', (source) => {
    expect(() => templateEngine(terms, 'zh').parse(source)).toThrow();
  });

  it('that makes too much is stopped', () => {
    const each = Array.from({ length: 3000 }, () => 0);
    const source = '{% for a in l %}{% for b in l %}{% for c in l %}x{% endfor %}{% endfor %}{% endfor %}';
    expect(() => filled(source, { l: each })).toThrow(/limit/);
    expect(() => templateEngine(terms, 'zh').parse('x'.repeat(200_000))).toThrow(/limit/);
  });
});
