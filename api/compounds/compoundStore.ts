import { type CompoundFields } from '../../domain/registers/compound.ts';
import type { CompoundDocument } from '../../models/registers.ts';
import { compounds } from '../registers/declarations/compounds.ts';
import { entryDocument, type Written } from '../registers/entryDocument.ts';
import type { SpaceServices } from '../services.ts';

/** The document of a compound, with what follows from its fields; for loading many at once. */
export function compoundDocument(
  id: string,
  fields: CompoundFields,
  { policies }: Pick<SpaceServices, 'policies'>,
  written: Written,
): CompoundDocument {
  // The fields are those of the declaration, so the document is one of compounds.
  return entryDocument(compounds, id, fields, { policies }, written) as unknown as CompoundDocument;
}
