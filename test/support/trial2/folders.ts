import { fileURLToPath } from 'node:url';

/** Where the next version of the trial procedure is; in a bundle it stands after the present one, and in its place. */
export const nextTrialFolders = {
  procedures: fileURLToPath(new URL('./procedures', import.meta.url)),
  workflows: fileURLToPath(new URL('./workflows', import.meta.url)),
};
