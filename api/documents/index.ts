import { getDocument } from './getDocument.ts';
import { getTemplate } from './getTemplate.ts';
import { listDocuments } from './listDocuments.ts';
import { listTemplates } from './listTemplates.ts';

export const documentEndpoints = [listDocuments, getDocument, listTemplates, getTemplate];
