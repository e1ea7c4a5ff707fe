import { getSelectionList } from './getSelectionList.ts';
import { previewSelection } from './previewSelection.ts';
import { startSelection } from './startSelection.ts';

export const selectionEndpoints = [previewSelection, startSelection, getSelectionList];
