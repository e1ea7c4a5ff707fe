import { compareVersions } from './compareVersions.ts';
import { getRanking } from './getRanking.ts';
import { listComplaintMonths } from './listComplaintMonths.ts';
import { listRankings } from './listRankings.ts';
import { getPublication } from './publicationView.ts';
import { publishRanking } from './publishRanking.ts';
import { rankingTemplate } from './rankingTemplate.ts';
import { uploadRanking } from './uploadRanking.ts';

export const rankingEndpoints = [
  rankingTemplate,
  uploadRanking,
  listRankings,
  getRanking,
  compareVersions,
  publishRanking,
  getPublication,
  listComplaintMonths,
];
