import { getDashboard } from './getDashboard.ts';
import { listFigureCases } from './listFigureCases.ts';

export const figureEndpoints = [getDashboard, listFigureCases];
