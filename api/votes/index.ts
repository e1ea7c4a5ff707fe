import { castOnline, readBallotPaper } from './ballotPaper.ts';
import { issueCodes } from './codes.ts';
import { countVote } from './countVote.ts';
import { enterBallot } from './enterBallot.ts';
import { exportBallots } from './exportBallots.ts';
import { getVoteResult, getVoteResultPage } from './getResult.ts';
import { getVote } from './getVote.ts';
import { ballotTemplate, importBallots } from './importBallots.ts';
import { listBallots } from './listBallots.ts';
import { wordQuestions } from './questions.ts';

export const voteEndpoints = [
  getVote,
  wordQuestions,
  enterBallot,
  listBallots,
  importBallots,
  ballotTemplate,
  issueCodes,
  readBallotPaper,
  castOnline,
  countVote,
  getVoteResult,
  getVoteResultPage,
  exportBallots,
];
