import { figuresIndex } from './0001-figures-index.ts';
import { searchableDocuments } from './0002-searchable-documents.ts';
import { replacedIndexes } from './0003-replaced-indexes.ts';
import type { Migration } from './migration.ts';

/** Every migration there ever was, in order. One that was released is neither changed nor removed. */
export const migrations: readonly Migration[] = [figuresIndex, searchableDocuments, replacedIndexes];
