/** What each account of the expense scope bears of a cost (建设部令165号 20, 21: by exclusive area). */
import { z } from 'zod';
import { type FieldError, fieldError, Refusal } from '../errors.ts';
import { field, hundredths } from '../procedures/forms.ts';
import { text } from '../text.ts';
import { fenSchema } from './money.ts';

/** One account: its id, as the bank has it, and the exclusive area in 0.01 m². */
export interface AccountArea {
  account: string;
  area: number;
}

/** Accounts with what each is charged; ids are units, never names of people. */
export const accountShares = z
  .array(
    z
      .strictObject({
        account: field(z.string().trim().min(1).max(40), text('分户账号', 'Account')),
        area: field(hundredths(z.int().min(1).max(100_000_000), 'area'), text('专有面积', 'Exclusive area')),
        fen: field(hundredths(fenSchema, 'fen'), text('分摊金额', 'Share')),
      })
      .meta({ id: 'AccountShare' }),
  )
  .min(1)
  .max(3000);
export type AccountShare = z.infer<typeof accountShares>[number];

/**
 * Splits a cost by area. Each gets the whole fen of its part; the fen left over go to the largest remainders, and among equal
 * ones to the account listed first. The shares make exactly the cost.
 *
 * @param fen the cost
 * @throws RangeError when there is nothing to split by
 */
export function splitByArea(fen: number, accounts: readonly AccountArea[]): number[] {
  const total = accounts.reduce((sum, { area }) => sum + BigInt(area), 0n);
  if (total <= 0n) throw new RangeError('no area to split by');
  const parts = accounts.map(({ area }, index) => {
    const product = BigInt(fen) * BigInt(area);
    return { index, whole: Number(product / total), rest: product % total };
  });
  const left = fen - parts.reduce((sum, { whole }) => sum + whole, 0);
  const first = parts.toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const raised = new Set(first.slice(0, left).map(({ index }) => index));
  return parts.map(({ index, whole }) => whole + (raised.has(index) ? 1 : 0));
}

/** Refuses shares that are not those by area, naming the first few and what each must be. */
export function refuseShares(fen: number, shares: readonly AccountShare[], pointer: string): Refusal | undefined {
  const due = splitByArea(fen, shares);
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [index, share] of shares.entries()) {
    if (seen.has(share.account))
      errors.push(fieldError(`${pointer}/${index}/account`, text('重复列出', 'is listed twice')));
    seen.add(share.account);
    if (share.fen === due[index]) continue;
    errors.push(
      fieldError(
        `${pointer}/${index}/fen`,
        text(`按面积应分摊${due[index]}分（共${fen}分）`, `by area it bears ${due[index]} fen of ${fen}`),
      ),
    );
  }
  if (errors.length === 0) return undefined;
  return new Refusal(
    'invalid-input',
    text('分摊与面积不符', 'The shares do not follow the areas'),
    errors.slice(0, 20),
  );
}
