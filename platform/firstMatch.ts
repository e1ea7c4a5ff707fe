import { reasonOf } from './errors.ts';
import { UserError } from './userError.ts';

/** A server program that was found. */
export interface ServerBinary {
  readonly path: string;
  /** `server`: the official Temporal server; `cli`: the Temporal CLI with its development server; `mongod`. */
  readonly kind: 'server' | 'cli' | 'mongod';
  readonly version: string;
}

/** One way to come by a server program. */
export interface Route {
  /** For progress and complaints: "the temporal command on PATH". */
  readonly name: string;
  /** Said before a route that takes long. */
  readonly announcement?: string;
  /** @throws Error whose message says why this route does not lead there; the next one is tried. */
  find(): Promise<ServerBinary>;
}

/**
 * Takes the first route that leads to a server program.
 *
 * @param accept says why a program found must not be used (it cannot read the data that is there), or nothing.
 * @throws UserError that tells for each route why it failed, and the way out.
 */
export async function firstMatch(
  server: string,
  routes: readonly Route[],
  wayOut: string,
  progress: (line: string) => void,
  accept: (binary: ServerBinary) => string | undefined = () => undefined,
): Promise<ServerBinary> {
  const failures: string[] = [];
  for (const route of routes) {
    try {
      const binary = await announced(route, progress);
      const objection = accept(binary);
      if (objection === undefined) return binary;
      failures.push(`${route.name}: ${objection}`);
    } catch (error) {
      failures.push(`${route.name}: ${reasonOf(error).slice(0, 300)}`);
    }
  }
  const reasons = failures.map((failure) => `  - ${failure}`).join('\n');
  throw new UserError(`No ${server} could be found or fetched. ${wayOut}\n${reasons}`);
}

/** Long routes say what they do, and every half minute that they still do it. */
async function announced(route: Route, progress: (line: string) => void): Promise<ServerBinary> {
  if (route.announcement === undefined) return await route.find();
  progress(route.announcement);
  const start = Date.now();
  const ticking = setInterval(() => {
    progress(`  still at it after ${Math.round((Date.now() - start) / 1000)} s`);
  }, 30_000);
  try {
    return await route.find();
  } finally {
    clearInterval(ticking);
  }
}
