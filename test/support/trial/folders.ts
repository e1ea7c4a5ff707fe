import { fileURLToPath } from 'node:url';

/** Where the trial procedure's declaration and workflow are, for the worker's entry. */
export const trialFolders = {
  procedures: fileURLToPath(new URL('./procedures', import.meta.url)),
  workflows: fileURLToPath(new URL('./workflows', import.meta.url)),
};
