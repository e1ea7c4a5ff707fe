/**
 * The value a record holds under a name that came from outside; what every object inherits, such as `constructor`, is not
 * in it.
 */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
