import { listViews } from './listViews.ts';
import { createView, deleteView, updateView } from './manageViews.ts';

export const viewEndpoints = [listViews, createView, updateView, deleteView];
