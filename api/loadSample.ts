import { placeLevelOf } from '../domain/registers/place.ts';
import { pathsTo, type RegisterModels } from '../models/registers.ts';
import { compoundDocument } from './compounds/compoundStore.ts';
import { compoundView } from './compounds/compoundView.ts';
import type { PolicyShelf } from './policies/policyShelf.ts';
import { type SampleSize, sampleAccounts, sampleCompounds, samplePlaces } from './sampleData.ts';
import type { Accounts } from './users/accounts.ts';
import { randomPassword } from './users/password.ts';

const by = 'sample';

/** Enters places and compounds that are not there yet; what somebody changed since stays as it is. */
export async function loadSampleRegisters(
  registers: RegisterModels,
  size: SampleSize,
  policies: PolicyShelf,
  at: Date,
): Promise<void> {
  const places = Object.entries(samplePlaces).map(([path, name]) => ({
    _id: path,
    level: placeLevelOf(path) ?? 'community',
    name,
    within: pathsTo(path),
  }));
  const compounds = sampleCompounds(size).map(({ id, fields }) =>
    compoundDocument(id, fields, { policies }, { revision: 1, at, by }),
  );
  const versions = compounds.map((document) => ({
    _id: `${document._id}|1`,
    compound: document._id,
    revision: 1,
    at,
    value: compoundView(document),
  }));
  await registers.places.bulkWrite(places.map(insertIfAbsent));
  if (compounds.length === 0) return;
  await registers.compounds.bulkWrite(compounds.map(insertIfAbsent));
  await registers.compoundVersions.bulkWrite(versions.map(insertIfAbsent));
}

function insertIfAbsent<T extends { _id: string }>({ _id, ...fields }: T) {
  return { updateOne: { filter: { _id }, update: { $setOnInsert: fields }, upsert: true } } as never;
}

export interface SampleAccount {
  username: string;
  name: string;
  where: string;
  /** Undefined for an account that was there before: its password stays. */
  password: string | undefined;
}

/**
 * Creates the sample accounts that are missing.
 *
 * @param password of every account; without it each gets a random one
 */
export async function loadSampleAccounts(accounts: Accounts, password: string | undefined): Promise<SampleAccount[]> {
  return await Promise.all(
    sampleAccounts().map(async ({ username, fields }) => {
      const known = await accounts.find(username);
      const chosen = known ? undefined : (password ?? randomPassword());
      if (chosen !== undefined) {
        await accounts.create(username, fields, chosen, { actor: { id: by } }, { mustChangePassword: false });
      }
      return { username, name: fields.name, where: fields.scope, password: chosen };
    }),
  );
}
