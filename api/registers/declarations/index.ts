import type { RegisterName } from '../../../domain/registers/entry.ts';
import type { Register } from '../register.ts';
import { branches } from './branches.ts';
import { committees } from './committees.ts';
import { communities } from './communities.ts';
import { companies } from './companies.ts';
import { compounds } from './compounds.ts';
import { secretaries } from './secretaries.ts';
import { streets } from './streets.ts';

/** Every register there is. A new one needs its fields in `domain/registers/`, a declaration here, and its name. */
export const registers: Readonly<Record<RegisterName, Register>> = {
  compounds,
  streets,
  communities,
  secretaries,
  companies,
  committees,
  branches,
};
