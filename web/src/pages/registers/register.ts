import type { Answer, OperationId } from '../../api/client.ts';
import type { RegisterWord } from './words.ts';

/** An entry of any register; its own fields are known to the declaration of the register. */
export type Entry = Pick<
  Answer<'getStreet'>,
  'id' | 'name' | 'scope' | 'locality' | 'retired' | 'retirement' | 'revision' | 'updatedAt' | 'updatedBy'
> &
  Record<string, unknown>;

export const registerNames = [
  'compounds',
  'streets',
  'communities',
  'secretaries',
  'companies',
  'committees',
  'branches',
] as const;
export type RegisterName = (typeof registerNames)[number];

interface Common {
  /** Of the entry, and of the word that names it. */
  key: RegisterWord;
  required?: true;
  /** A column of the list. */
  listed?: true;
}

/** A field of an entry: how it is shown and filled in. */
export type Field = Common &
  (
    | { kind: 'text' | 'area' | 'day' | 'yesNo' }
    | { kind: 'number'; min: number; max: number }
    | { kind: 'code'; codes: readonly RegisterWord[] }
    /** Parts of a path that are chosen together; the key is the last of them. */
    | { kind: 'path'; parts: readonly string[] }
    /** A whole path of any length. */
    | { kind: 'place' }
    | { kind: 'entry'; of: RegisterName; many?: true }
  );

/** What a register says of itself; the rest is the same for all. */
export interface Register {
  name: RegisterName;
  about: RegisterWord;
  fields: readonly Field[];
  /** Shown and entered elsewhere. */
  links?: readonly { key: RegisterWord; of: RegisterName }[];
  operations: Readonly<
    Record<
      'list' | 'create' | 'import' | 'export' | 'template' | 'read' | 'update' | 'retire' | 'versions',
      OperationId
    >
  >;
}

/** The operations every register has, by what one entry and all are called there. */
export function operationsOf<One extends string, Many extends string>(one: One, many: Many) {
  return {
    list: `list${many}`,
    create: `create${one}`,
    import: `import${many}`,
    export: `export${many}`,
    template: `get${many}Template`,
    read: `get${one}`,
    update: `update${one}`,
    retire: `retire${one}`,
    versions: `list${one}Versions`,
  } as {
    list: `list${Many}`;
    create: `create${One}`;
    import: `import${Many}`;
    export: `export${Many}`;
    template: `get${Many}Template`;
    read: `get${One}`;
    update: `update${One}`;
    retire: `retire${One}`;
    versions: `list${One}Versions`;
  };
}
