/** An exact share: whole numbers in lowest terms, denominator above 0. */
export interface Ratio {
  numerator: number;
  denominator: number;
}

const fraction = /^(\d{1,9})\/([1-9]\d{0,8})$/;
const decimal = /^(0|[1-9]\d{0,5})(?:\.(\d{1,9}))?$/;

/** Whether the text is an exact share: `0.5`, `1` or `2/3`. */
export function isRatio(text: string): boolean {
  return fraction.test(text) || decimal.test(text);
}

/**
 * The share a text states: `2/3` as it is, `0.30` as 3/10. Policies write shares as text because no float is two thirds.
 * @throws RangeError when the text is no exact share
 */
export function ratio(text: string): Ratio {
  const [, over, under] = fraction.exec(text) ?? [];
  if (over !== undefined && under !== undefined) return lowest(Number(over), Number(under));
  const [, whole, digits = ''] = decimal.exec(text) ?? [];
  if (whole === undefined) throw new RangeError(`not an exact ratio such as 0.5 or 2/3: ${text}`);
  return lowest(Number(whole + digits), 10 ** digits.length);
}

/**
 * 过半数, 超过: part is more than this share of whole; the share itself is not enough (Civil Code 1259).
 * @param part whole number, such as 0.01 m² or persons
 * @throws RangeError when part or whole is not a whole number from 0
 */
export function exceeds(part: number, whole: number, share: Ratio | string): boolean {
  return compareToShare(part, whole, share) > 0;
}

/**
 * 以上, 不少于: part is at least this share of whole, the share itself included (Civil Code 1259). Nothing of nothing
 * reaches no share: a vote without owners has no quorum.
 * @throws RangeError when part or whole is not a whole number from 0
 */
export function reaches(part: number, whole: number, share: Ratio | string): boolean {
  return compareToShare(part, whole, share) >= 0 && (part > 0 || whole > 0);
}

/** Below 0 when `a` is the smaller, 0 when equal, above 0 when the larger. */
export function compareRatios(a: Ratio, b: Ratio): number {
  return compareToShare(a.numerator, a.denominator, b);
}

/** As `compareRatios`, of a sum: exact however long the denominators are. */
export function compareSum(parts: readonly Ratio[], total: Ratio): number {
  let [over, under] = [0n, 1n];
  for (const { numerator, denominator } of parts) {
    [over, under] = [over * count(denominator) + count(numerator) * under, under * count(denominator)];
  }
  const difference = over * count(total.denominator) - count(total.numerator) * under;
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

function compareToShare(part: number, whole: number, share: Ratio | string): number {
  const { numerator, denominator } = typeof share === 'string' ? ratio(share) : share;
  // Areas in 0.01 m² times a long denominator may pass 2^53.
  const difference = count(part) * count(denominator) - count(numerator) * count(whole);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

function count(value: number): bigint {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a whole number from 0: ${value}`);
  return BigInt(value);
}

function lowest(numerator: number, denominator: number): Ratio {
  let [divisor, rest] = [denominator, numerator % denominator];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}
