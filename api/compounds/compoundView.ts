import type { Compound } from '../../domain/registers/compound.ts';
import type { CompoundDocument, EntryDocument } from '../../models/registers.ts';
import { compounds } from '../registers/declarations/compounds.ts';
import { entryView } from '../registers/entryDocument.ts';

/** A compound as it is kept in its versions. */
export function compoundView(document: CompoundDocument): Compound {
  return entryView(compounds, document as unknown as EntryDocument) as unknown as Compound;
}
