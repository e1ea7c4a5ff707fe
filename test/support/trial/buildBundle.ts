/** Builds the bundle of all workflows once, before the tests: their time limits know nothing of it. */
import { testBundle } from './bundle.ts';

await testBundle();
