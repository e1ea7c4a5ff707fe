import { Readable } from 'node:stream';
import { z } from 'zod';
import { languages } from '../../domain/text.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { voteResult, voteResultSchema } from './result.ts';
import { resultPage } from './resultPage.ts';
import { requireVote, voteParams } from './vote.ts';

/** Nothing is loaded and nothing runs; only the page's own style holds. */
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

export const getVoteResult = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/votes/{visit}/result',
  operationId: 'getVoteResult',
  tag: 'votes',
  summary: 'What a vote came to, in exact fractions, with the rules that were applied and the hashes it rests on',
  access: { roles: everyone },
  params: voteParams,
  responses: { 200: voteResultSchema },
  errors: ['not-found', 'not-ready'],
  handler: async ({ params, actor, space, services, language }) => {
    const vote = await requireVote(services, space, actor, params.id, params.visit);
    return { status: 200, body: await voteResult(space, vote, language) };
  },
});

export const getVoteResultPage = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/votes/{visit}/result/page',
  operationId: 'getVoteResultPage',
  tag: 'votes',
  summary: 'The result as a page to print and post up; it names no owner',
  access: { roles: everyone },
  params: voteParams,
  query: z.strictObject({ lang: z.enum(languages).optional().describe('Default as Accept-Language says') }),
  responses: { 200: { mediaTypes: ['text/html'], description: 'A page without scripts and without further requests' } },
  errors: ['not-found', 'not-ready'],
  handler: async ({ params, query, actor, space, services, language: asked }) => {
    const language = query.lang ?? asked;
    const vote = await requireVote(services, space, actor, params.id, params.visit);
    const page = resultPage(await voteResult(space, vote, language), language);
    return {
      status: 200,
      mediaType: 'text/html; charset=utf-8',
      headers: {
        'Content-Security-Policy': pagePolicy,
        'Content-Language': language === 'zh' ? 'zh-CN' : 'en',
        'X-Content-Type-Options': 'nosniff',
      },
      stream: Readable.from([Buffer.from(page)], { objectMode: false }),
    };
  },
});
