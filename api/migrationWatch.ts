import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { type Space, spaces } from '../config.ts';
import { linesOf, type Standing, standingOf, suits } from '../models/migrations/standing.ts';

/** `pending` and `outlived` take the API out of readiness; `unknown` until a database was reached. */
export type MigrationState = 'done' | 'pending' | 'unfinished' | 'newer' | 'outlived' | 'unknown';

/** How the databases of both spaces stand to this version. */
export class MigrationWatch {
  readonly #logger: Logger;
  readonly #standings = new Map<Space, Standing>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Looks at a database that was reached, and logs what an operator should do. */
  async look(space: Space, connection: Connection): Promise<void> {
    const standing = await standingOf(connection);
    this.#standings.set(space, standing);
    for (const { level, text, migrations } of linesOf(standing)) this.#logger[level]({ space, migrations }, text);
  }

  /** The state of each space; one that did not suit is looked at again, since it may have been migrated meanwhile. */
  async states(connections: Record<Space, Connection>): Promise<Record<Space, MigrationState>> {
    const states = await Promise.all(
      spaces.map(async (space) => {
        const known = this.#standings.get(space);
        if (known === undefined) return [space, 'unknown'] as const;
        if (suits(known)) return [space, stateOf(known)] as const;
        const standing = await standingOf(connections[space]).catch(() => known);
        this.#standings.set(space, standing);
        return [space, stateOf(standing)] as const;
      }),
    );
    return Object.fromEntries(states) as Record<Space, MigrationState>;
  }
}

function stateOf(standing: Standing): MigrationState {
  const inOrder = ['outlived', 'pending', 'newer', 'unfinished'] as const;
  return inOrder.find((state) => standing[state].length > 0) ?? 'done';
}
