import { previewSelection } from './previewSelection.ts';

export const selectionEndpoints = [previewSelection];
