import { type OfficeCode, offices } from '../../domain/organisation/offices.ts';
import { languages } from '../../domain/text.ts';
import type { AccountModels, UserDocument } from '../../models/users.ts';
import { containing } from '../textSearch.ts';

/** Accounts with `q` in their name or user name, and those who act for an office with `q` in its title. */
export async function findPeople({ users }: AccountModels, q: string, limit: number): Promise<UserDocument[]> {
  const pattern = containing(q);
  // One index holds both fields: it is read through, and only those found are fetched.
  const byName = await users
    .find({ $or: [{ name: pattern }, { _id: pattern }] })
    .hint({ name: 1, _id: 1 })
    .limit(limit)
    .lean<UserDocument[]>();
  const codes = (Object.keys(offices) as OfficeCode[]).filter((code) =>
    languages.some((language) => pattern.test(offices[code].title[language])),
  );
  if (codes.length === 0 || byName.length >= limit) return byName;
  const known = byName.map(({ _id }) => _id);
  const byOffice = await users
    .find({ 'posts.office': { $in: codes }, _id: { $nin: known } })
    .limit(limit - byName.length)
    .lean<UserDocument[]>();
  return [...byName, ...byOffice];
}
