import { compareVersions } from './compareVersions.ts';
import { getRanking } from './getRanking.ts';
import { listRankings } from './listRankings.ts';
import { uploadRanking } from './uploadRanking.ts';

export const rankingEndpoints = [uploadRanking, listRankings, getRanking, compareVersions];
