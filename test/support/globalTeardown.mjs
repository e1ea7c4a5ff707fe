/** Ends the servers of the run, if a suite asked for any. */
export default async function globalTeardown() {
  await globalThis.testServers?.close();
}
