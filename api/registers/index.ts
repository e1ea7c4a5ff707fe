import type { Endpoint } from '../endpoint.ts';
import { createEntry, retireEntry, updateEntry } from './changeEntries.ts';
import { registers } from './declarations/index.ts';
import { listEntries } from './listEntries.ts';
import { listOffices } from './listOffices.ts';
import { listVersions, readEntry } from './readEntries.ts';
import type { Register } from './register.ts';
import { entryTemplate, exportEntries, importEntries } from './transferEntries.ts';

/** Everything a register offers, from its declaration. */
function endpointsOf(register: Register): Endpoint[] {
  return [
    listEntries,
    createEntry,
    importEntries,
    exportEntries,
    entryTemplate,
    readEntry,
    updateEntry,
    retireEntry,
    listVersions,
  ].map((make) => make(register));
}

export const registerEndpoints: Endpoint[] = [...Object.values(registers).flatMap(endpointsOf), listOffices];
