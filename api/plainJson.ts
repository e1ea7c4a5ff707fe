import { type FieldError, fieldError, Refusal } from '../domain/errors.ts';
import { type Text, text } from '../domain/text.ts';

/** Deeper than any form of ours; what walks a value by recursion must not run out of stack. */
const deepest = 40;

/**
 * Refuses JSON that is valid as such, yet cannot be kept or hashed as it was sent: numbers beyond the range of a double
 * (RFC 8259 section 6), names with NUL, text with half a surrogate pair (RFC 8785 section 3.2.2.2), members deeper than anything we ask for,
 * and numbers written short that are long when written out.
 *
 * @param maxBytes the body's limit, which holds for its plain writing too
 * @throws Refusal invalid-input with the pointer, payload-too-large
 */
export function requirePlainJson(body: unknown, maxBytes: number): void {
  // A list of what is left to look at, since the stack is what a hostile body is after.
  const left: { value: unknown; pointer: string; depth: number }[] = [{ value: body, pointer: '', depth: 0 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, pointer, depth } = next;
    const reason = reasonAgainst(value, depth);
    if (reason !== undefined) refuse(fieldError(pointer, reason));
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, member] of Object.entries(value)) {
      if (isTorn(name)) refuse(fieldError(pointer, text('名称中有半个字符', 'a name holds half a character')));
      // A name in a document of the database may not hold it.
      if (name.includes('\0')) refuse(fieldError(pointer, text('名称中有空字符', 'a name holds a NUL character')));
      // It would be dropped without a word on the way.
      if (name === '__proto__') refuse(fieldError(pointer, text('名称__proto__不可用', '__proto__ is no usable name')));
      const step = name.replaceAll('~', '~0').replaceAll('/', '~1');
      left.push({ value: member, pointer: `${pointer}/${step}`, depth: depth + 1 });
    }
  }
  if (Buffer.byteLength(JSON.stringify(body) ?? '') > maxBytes) throw new Refusal('payload-too-large');
}

function reasonAgainst(value: unknown, depth: number): Text | undefined {
  if (depth > deepest) return text(`超过${deepest}层`, `is more than ${deepest} levels deep`);
  if (typeof value === 'number' && !Number.isFinite(value)) return text('数字过大', 'is too large a number');
  return typeof value === 'string' && isTorn(value)
    ? text('含有半个字符（不成对的代理项）', 'holds half a character (an unpaired surrogate)')
    : undefined;
}

function isTorn(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

function refuse(error: FieldError): never {
  throw new Refusal('invalid-input', undefined, [error]);
}
