import { addMonths, dayOf } from '../domain/calendar/calendar.ts';
import type { Month } from '../domain/rankings/complaintMonth.ts';
import { compoundScope } from '../domain/registers/compound.ts';
import type { ComplaintModels } from '../models/rankings.ts';
import { pathsTo, type RegisterModels } from '../models/registers.ts';
import { compoundDocument } from './compounds/compoundStore.ts';
import { compoundView } from './compounds/compoundView.ts';
import type { PolicyShelf } from './policies/policyShelf.ts';
import { enterFirstVersions } from './rankings/enterFirstVersions.ts';
import { placeDocument } from './registers/entryDocument.ts';
import { sampleComplaints } from './sampleComplaints.ts';
import { sampleAccounts } from './sampleData.ts';
import { type SampleSize, sampleCompounds, samplePlaces } from './sampleDistrict.ts';
import { insertIfAbsent, loadSampleOrganisations } from './sampleOrganisations.ts';
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
  const places = Object.entries(samplePlaces(size)).map(([path, name]) =>
    placeDocument(path, name, { policies }, { revision: 1, at, by }),
  );
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
  await loadSampleOrganisations(registers, size, policies, at);
}

/**
 * Enters two years of published complaint figures, unless there are any. They end with the month before last, so that there
 * is a finished month to publish.
 */
export async function loadSampleComplaints(complaints: ComplaintModels, size: SampleSize, at: Date): Promise<void> {
  const { complaintMonths, rankings } = complaints;
  if (size === 'none' || (await complaintMonths.exists({}))) return;
  const names = new Map(sampleCompounds(size).map(({ id, fields }) => [id, fields.name]));
  const scopes = new Map(sampleCompounds(size).map(({ id, fields }) => [id, compoundScope(fields, id)]));
  const documents = sampleComplaints(size, lastSampleMonth(at)).map((figures) => ({
    _id: `${figures.compound}|${figures.month}`,
    ...figures,
    within: pathsTo(scopes.get(figures.compound) ?? ''),
    version: 1,
    publishedAt: publicationOf(figures.month),
  }));
  await complaintMonths.bulkWrite(documents.map(insertIfAbsent), { ordered: false });
  if (await rankings.exists({})) return;
  await enterFirstVersions(complaints, documents, (id) => names.get(id) ?? id);
}

/** The newest month of the sample: two months before the day it is loaded. */
export function lastSampleMonth(at: Date): Month {
  return addMonths(`${dayOf(at.toISOString()).slice(0, 8)}01`, -2).slice(0, 7);
}

/** Rankings come out in the week after their month. */
function publicationOf(month: Month): Date {
  return new Date(`${addMonths(`${month}-01`, 1).slice(0, 8)}06T02:00:00Z`);
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
export async function loadSampleAccounts(
  accounts: Accounts,
  size: SampleSize,
  password: string | undefined,
): Promise<SampleAccount[]> {
  return await Promise.all(
    sampleAccounts(size).map(async ({ username, fields }) => {
      const known = await accounts.find(username);
      const chosen = known ? undefined : (password ?? randomPassword());
      if (chosen !== undefined) {
        await accounts.create(username, fields, chosen, { actor: { id: by } }, { mustChangePassword: false });
      }
      return { username, name: fields.name, where: fields.scope, password: chosen };
    }),
  );
}
