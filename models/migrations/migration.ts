import type { MigrationDatabase, MigrationReader, Pending } from './migrationDatabase.ts';

/**
 * One change to what a database already holds. It is repeatable: it finds by what is stored what is still to be done, so that
 * it can be killed anywhere and run again. It imports no form of a document that may be another in a later version.
 */
export interface Migration {
  /** `NNNN-name`, as its file. The numbers give the order. */
  id: string;
  /** One sentence: what is changed, and why. */
  about: string;
  /**
   * `before`: before the programs of this version start, while those of the version before still run and must bear it. `after`:
   * once none of those runs any more, since they need what is taken away.
   */
  when: 'before' | 'after';
  of: 'documents' | 'indexes';
  pending(database: MigrationReader): Promise<Pending>;
  /** Does it in batches, and yields after each how many were changed. */
  run(database: MigrationDatabase): AsyncIterable<number>;
}
