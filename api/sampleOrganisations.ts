import { compoundScope } from '../domain/registers/compound.ts';
import type { RegisterName } from '../domain/registers/entry.ts';
import type { RegisterModels } from '../models/registers.ts';
import type { PolicyShelf } from './policies/policyShelf.ts';
import { registers as declared } from './registers/declarations/index.ts';
import { entryDocument, entryVersion } from './registers/entryDocument.ts';
import type { EntryFields } from './registers/register.ts';
import { type SampleSize, sampleCompounds, sampleDistrict } from './sampleDistrict.ts';

const companies = ['安家物业', '康居物业', '鲁信物业', '沂蒙红物业'] as const;
const grades = ['AAA', 'AA', 'A', 'B'] as const;

/** Property companies, and for each compound its branch, its secretary and, for every other one, its owners' committee. */
function sampleEntries(size: SampleSize): Partial<Record<RegisterName, [id: string, fields: EntryFields][]>> {
  const compounds = sampleCompounds(size);
  return {
    companies: companies.map((name, n) => [
      `W-0${n + 1}`,
      { name: `${name}（示例）`, place: sampleDistrict, creditGrade: grades[n], fallback: n === 3 },
    ]),
    branches: compounds.map(({ id, fields }, n) => [
      `B-${id}`,
      {
        name: `${fields.name}党支部`,
        kind: n % 3 === 0 ? 'functional' : 'substantive',
        place: [fields.city, fields.district, fields.street, fields.community].join('/'),
        compounds: [id],
        star: 2 + ((n * 7) % 4),
      },
    ]),
    secretaries: compounds.map(({ id, fields }, n) => [
      `S-${id}`,
      {
        name: `${fields.name}书记`,
        compound: id,
        since: `${2019 + (n % 7)}-0${1 + (n % 9)}-15`,
        fullTime: n % 4 !== 1,
        star: 2 + ((n * 5) % 4),
      },
    ]),
    committees: compounds
      .filter((_, n) => n % 2 === 0)
      .map(({ id, fields }, n) => [
        `Y-${id}`,
        {
          name: `${fields.name}业委会`,
          compound: id,
          termBegan: `${2022 + (n % 4)}-06-01`,
          termEnds: `${2027 + (n % 4)}-05-31`,
          members: [5, 7, 9][n % 3],
          filed: true,
        },
      ]),
  };
}

/** Enters the organisations of a sample's compounds that are not there yet. */
export async function loadSampleOrganisations(
  { entries, versions }: RegisterModels,
  size: SampleSize,
  policies: PolicyShelf,
  at: Date,
): Promise<void> {
  if (size === 'none') return;
  const scopes = new Map(sampleCompounds(size).map(({ id, fields }) => [id, compoundScope(fields, id)]));
  const written = { revision: 1, at, by: 'sample' };
  for (const [name, given = []] of Object.entries(sampleEntries(size)) as [RegisterName, [string, EntryFields][]][]) {
    const register = declared[name];
    const documents = given.map(([id, fields]) => entryDocument(register, id, fields, { policies }, written, scopes));
    await entries[name].bulkWrite(documents.map(insertIfAbsent));
    await versions[name].bulkWrite(documents.map((each) => insertIfAbsent(entryVersion(register, each))));
  }
}

/** What somebody changed since stays as it is. */
export function insertIfAbsent<T extends { _id: string }>({ _id, ...fields }: T) {
  return { updateOne: { filter: { _id }, update: { $setOnInsert: fields }, upsert: true } } as never;
}
