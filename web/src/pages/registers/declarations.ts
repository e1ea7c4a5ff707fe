import { type Field, operationsOf, type Register, type RegisterName, registerNames } from './register.ts';

const place: Field = { key: 'place', kind: 'place', required: true, listed: true };
const compound: Field = { key: 'compound', kind: 'entry', of: 'compounds', required: true, listed: true };
const star: Field = { key: 'star', kind: 'number', min: 1, max: 5, listed: true };

/** The registers as the console shows them. */
export const registers: Readonly<Record<RegisterName, Register>> = {
  compounds: {
    name: 'compounds',
    about: 'aboutCompounds',
    operations: operationsOf('Compound', 'Compounds'),
    fields: [
      {
        key: 'community',
        kind: 'path',
        parts: ['city', 'district', 'street', 'community'],
        required: true,
        listed: true,
      },
      { key: 'households', kind: 'number', min: 0, max: 100_000, required: true, listed: true },
      { key: 'area', kind: 'area' },
      { key: 'builtYear', kind: 'number', min: 1900, max: 2200, listed: true },
      {
        key: 'compoundTypeSelection',
        kind: 'code',
        codes: ['commercialResidential', 'staffHousing', 'resettlement', 'oldCompound'],
        listed: true,
      },
      {
        key: 'compoundTypeGovernance',
        kind: 'code',
        codes: ['commercialDevelopment', 'rebuilt', 'staffHousing', 'mixed'],
      },
      { key: 'company', kind: 'entry', of: 'companies' },
    ],
    links: [
      { key: 'secretary', of: 'secretaries' },
      { key: 'branches', of: 'branches' },
      { key: 'committee', of: 'committees' },
    ],
  },
  streets: {
    name: 'streets',
    about: 'aboutStreets',
    operations: operationsOf('Street', 'Streets'),
    fields: [
      { key: 'district', kind: 'path', parts: ['city', 'district'], required: true, listed: true },
      { key: 'households', kind: 'number', min: 0, max: 10_000_000, listed: true },
    ],
  },
  communities: {
    name: 'communities',
    about: 'aboutCommunities',
    operations: operationsOf('Community', 'Communities'),
    fields: [
      { key: 'street', kind: 'path', parts: ['city', 'district', 'street'], required: true, listed: true },
      { key: 'households', kind: 'number', min: 0, max: 1_000_000, listed: true },
      { key: 'grids', kind: 'number', min: 0, max: 1000, listed: true },
      { key: 'class', kind: 'code', codes: ['strengthen', 'improve', 'exemplary'], listed: true },
    ],
  },
  secretaries: {
    name: 'secretaries',
    about: 'aboutSecretaries',
    operations: operationsOf('Secretary', 'Secretaries'),
    fields: [
      compound,
      { key: 'since', kind: 'day', listed: true },
      { key: 'fullTime', kind: 'yesNo', listed: true },
      star,
    ],
  },
  companies: {
    name: 'companies',
    about: 'aboutCompanies',
    operations: operationsOf('Company', 'Companies'),
    fields: [
      place,
      { key: 'creditCode', kind: 'text', listed: true },
      { key: 'creditGrade', kind: 'code', codes: ['AAA', 'AA', 'A', 'B', 'C'], listed: true },
      { key: 'fallback', kind: 'yesNo', listed: true },
    ],
  },
  committees: {
    name: 'committees',
    about: 'aboutCommittees',
    operations: operationsOf('Committee', 'Committees'),
    fields: [
      compound,
      { key: 'termBegan', kind: 'day' },
      { key: 'termEnds', kind: 'day', required: true, listed: true },
      { key: 'members', kind: 'number', min: 1, max: 99, required: true, listed: true },
      { key: 'filed', kind: 'yesNo', listed: true },
    ],
  },
  branches: {
    name: 'branches',
    about: 'aboutBranches',
    operations: operationsOf('Branch', 'Branches'),
    fields: [
      { key: 'kind', kind: 'code', codes: ['functional', 'substantive'], required: true, listed: true },
      place,
      { key: 'compounds', kind: 'entry', of: 'compounds', many: true, required: true, listed: true },
      star,
    ],
  },
};

export function registerNamed(name: string | undefined): Register | undefined {
  const found = registerNames.find((each) => each === name);
  return found && registers[found];
}
