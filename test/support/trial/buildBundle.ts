/** Builds the bundles of all workflows once, before the tests: their time limits know nothing of it. */
import { nextBundle, testBundle } from './bundle.ts';

await testBundle();
await nextBundle();
