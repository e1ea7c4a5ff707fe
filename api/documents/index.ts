import { getDocument } from './getDocument.ts';
import { listDocuments } from './listDocuments.ts';

export const documentEndpoints = [listDocuments, getDocument];
