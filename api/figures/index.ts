import { getComplaintTrend } from './getComplaintTrend.ts';
import { getDashboard } from './getDashboard.ts';
import { getForecast } from './getForecast.ts';
import { listFigureCases } from './listFigureCases.ts';

export const figureEndpoints = [getDashboard, listFigureCases, getComplaintTrend, getForecast];
