/**
 * The last module that is loaded before the first workflow begins. All modules are shared by all workflows of the worker, so
 * what they export may not change: it is frozen here, before the SDK would do it, in order to spare what is no plain data.
 * zod completes a schema when it is first used, and throws where it cannot; what it adds follows from the schema alone.
 *
 * The SDK leaves alone what is frozen already, and what can only be reached through it.
 */
declare const __webpack_modules__: Record<string, unknown>;
declare const __webpack_module_cache__: Record<string, { exports: unknown } | undefined>;

const seen = new WeakSet<object>();

function freeze(value: unknown): void {
  if (typeof value === 'function') Object.freeze(value);
  if (typeof value !== 'object' || value === null || seen.has(value) || !isPlain(value)) return;
  seen.add(value);
  for (const member of Object.values(value)) freeze(member);
  Object.freeze(value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}

for (const id of Object.keys(__webpack_modules__)) freeze(__webpack_module_cache__[id]?.exports);
