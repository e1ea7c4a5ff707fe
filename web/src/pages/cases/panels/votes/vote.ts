import type { Answer } from '../../../../api/client.ts';

export type Vote = Answer<'getVote'>;

export interface VotePath {
  id: string;
  visit: string;
}
