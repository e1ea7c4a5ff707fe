import { createCompound } from './createCompound.ts';
import { getCompound } from './getCompound.ts';
import { listCompounds } from './listCompounds.ts';
import { listCompoundVersions } from './listCompoundVersions.ts';
import { updateCompound } from './updateCompound.ts';

export const compoundEndpoints = [listCompounds, createCompound, getCompound, updateCompound, listCompoundVersions];
