/**
 * The language of document templates: `{{ value | filter }}`, `{% if value %}`, `{% if value == "word" %}`, `{% else %}`,
 * `{% for each in list %}`, a part of Liquid. Values are looked up and nothing else: a template calls nothing, and whatever is
 * put into it is escaped.
 */
export type Markup = (
  | { text: string }
  | { value: string; filters: string[] }
  | { test: Test; then: Markup; otherwise: Markup }
  | { each: string; list: string; body: Markup }
)[];

interface Test {
  path: string;
  operator?: '==' | '!=' | '>';
  than?: string | number;
}

export type Filters = Record<string, (value: unknown) => string>;

const path = String.raw`[a-zA-Z][\w.]*`;
const outputPattern = new RegExp(String.raw`^\{\{\s*(${path})((?:\s*\|\s*[a-zA-Z]+)*)\s*\}\}$`);
const ifPattern = new RegExp(String.raw`^\{%\s*if\s+(${path})(?:\s*(==|!=|>)\s*(?:"([^"]*)"|(\d+)))?\s*%\}$`);
const forPattern = new RegExp(String.raw`^\{%\s*for\s+([a-zA-Z]\w*)\s+in\s+(${path})\s*%\}$`);
const wordPattern = /^\{%\s*(else|endif|endfor)\s*%\}$/;

/** @throws RangeError naming what is not understood */
export function parseMarkup(source: string): Markup {
  const tokens = source.split(/(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/);
  const { markup, end } = parseUntil(tokens, []);
  if (end !== undefined) throw new RangeError(`${end} closes nothing`);
  return markup;
}

function parseUntil(tokens: string[], ends: readonly string[]): { markup: Markup; end: string | undefined } {
  const markup: Markup = [];
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    const word = wordPattern.exec(token)?.[1];
    if (word !== undefined) {
      if (!ends.includes(word)) throw new RangeError(`${word} closes nothing`);
      return { markup, end: word };
    }
    if (token !== '') markup.push(parsePart(token, tokens));
  }
  if (ends.length > 0) throw new RangeError(`${ends.at(-1)} is missing`);
  return { markup, end: undefined };
}

function parsePart(token: string, tokens: string[]): Markup[number] {
  if (!token.startsWith('{{') && !token.startsWith('{%')) return { text: token };
  const [, value, filters = ''] = outputPattern.exec(token) ?? [];
  if (value !== undefined) return { value, filters: filters.split('|').flatMap((each) => each.trim() || []) };
  const [, each, list] = forPattern.exec(token) ?? [];
  if (each !== undefined && list !== undefined) return { each, list, body: parseUntil(tokens, ['endfor']).markup };
  const [, tested, operator, word, number] = ifPattern.exec(token) ?? [];
  if (tested === undefined) throw new RangeError(`${token} is not understood`);
  const test: Test = {
    path: tested,
    ...(operator !== undefined && { operator: operator as '==', than: word ?? Number(number) }),
  };
  const { markup: then, end } = parseUntil(tokens, ['else', 'endif']);
  return { test, then, otherwise: end === 'else' ? parseUntil(tokens, ['endif']).markup : [] };
}

/** The filters a template uses. */
export function filtersIn(markup: Markup): string[] {
  return markup.flatMap((part) => {
    if ('value' in part) return part.filters;
    if ('test' in part) return [...filtersIn(part.then), ...filtersIn(part.otherwise)];
    return 'each' in part ? filtersIn(part.body) : [];
  });
}

/** Fills a template in; values that are not there are left out. */
export function renderMarkup(markup: Markup, scope: Readonly<Record<string, unknown>>, filters: Filters): string {
  return markup
    .map((part): string => {
      if ('text' in part) return part.text;
      if ('value' in part) {
        const value = part.filters.reduce<unknown>((given, name) => filters[name]?.(given), valueAt(scope, part.value));
        return escaped(typeof value === 'string' || typeof value === 'number' ? String(value) : '');
      }
      if ('test' in part) return renderMarkup(holds(part.test, scope) ? part.then : part.otherwise, scope, filters);
      const list = valueAt(scope, part.list);
      if (!Array.isArray(list)) return '';
      return list
        .map((each: unknown, index) =>
          renderMarkup(part.body, { ...scope, [part.each]: each, index: index + 1 }, filters),
        )
        .join('');
    })
    .join('');
}

function holds({ path: tested, operator, than }: Test, scope: Readonly<Record<string, unknown>>): boolean {
  const value = valueAt(scope, tested);
  if (operator === '==') return value === than;
  if (operator === '!=') return value !== than;
  if (operator === '>') return typeof value === 'number' && typeof than === 'number' && value > than;
  return value !== undefined && value !== null && value !== false && value !== '';
}

/** What stands at a path such as `form.problems`; `size` is the length of a list. */
function valueAt(scope: unknown, at: string): unknown {
  return at.split('.').reduce<unknown>((value, name) => {
    if (Array.isArray(value)) return name === 'size' ? value.length : undefined;
    const known = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    return known ? (value as Record<string, unknown>)[name] : undefined;
  }, scope);
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (each) => entities[each] ?? '');
}
