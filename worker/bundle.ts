/** `npm run bundle`: builds the workflow bundle of the compiled code, as production workers load it. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflows } from './createWorker.ts';

const target = new URL('../workflow-entry.cjs', import.meta.url);
const { code } = await bundleWorkflows(fileURLToPath(target));
await writeFile(new URL('../workflow-bundle.js', import.meta.url), code);
process.stdout.write(`workflow bundle: ${Math.round(code.length / 1024)} kB\n`);
