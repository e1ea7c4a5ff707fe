/** `npm start`: brings the product up on a machine that has nothing but Node. */
import { buildIfNeeded, checkNode, installIfNeeded } from './bootstrap.mjs';

checkNode();
installIfNeeded();

const args = process.argv.slice(2);
if (args.includes('--dev')) {
  const { register } = await import('tsx/esm/api');
  register();
} else {
  buildIfNeeded();
}
const { main } = await import(args.includes('--dev') ? './main.ts' : '../dist/platform/main.js');
process.exit(await main(args));
