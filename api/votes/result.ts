import { z } from 'zod';
import { addMonths } from '../../domain/calendar/calendar.ts';
import { subjectSchema } from '../../domain/case/caseView.ts';
import type { CaseParameters } from '../../domain/case/opening.ts';
import { Refusal } from '../../domain/errors.ts';
import { flagOf, numberOf, parameter, wordOf } from '../../domain/procedures/parameters.ts';
import type { Language } from '../../domain/text.ts';
import { resultTitle, stageTitle } from '../../domain/timeline/summary.ts';
import { neededOf, percentOf } from '../../domain/votes/share.ts';
import { judgeVote, shareSchema, type VoteRule, type VoteShare } from '../../domain/votes/vote.ts';
import type { BoxClosing } from '../../models/votes.ts';
import type { SpaceServices } from '../services.ts';
import { findBox } from './ballotBox.ts';
import { questionSchema, questionsOf } from './questions.ts';
import { type Vote, voteParameters } from './vote.ts';

const ruleSchema = z.strictObject({
  share: z.string().describe('An exact fraction, such as 2/3'),
  strict: z.boolean().describe('Whether the share itself is not enough (Civil Code 1259)'),
  needed: shareSchema.describe('The least that is enough'),
  source: z.string(),
});

export const voteResultSchema = z
  .strictObject({
    case: z.string(),
    kindTitle: z.string(),
    subject: subjectSchema,
    visit: z.string(),
    title: z.string(),
    source: z.string(),
    final: z.boolean().describe('false: for want of a quorum the vote may still be extended'),
    result: z.string().nullable(),
    resultTitle: z.string().nullable(),
    noticeOn: z.iso.date().nullable(),
    votingFrom: z.iso.date().nullable(),
    votingUntil: z.iso.date().nullable(),
    extended: z.boolean(),
    roll: z.strictObject({ version: z.string(), hash: z.string(), asOf: z.iso.date() }),
    ballots: z.strictObject({ count: z.int(), invalid: z.int(), hash: z.string() }),
    total: shareSchema.describe('Heads; area in 0.01 m²'),
    participating: shareSchema,
    participation: z.strictObject({
      heads: z.string().describe('An exact fraction: 758/1137'),
      area: z.string(),
      headsPercent: z.string(),
      areaPercent: z.string(),
    }),
    quorum: z.strictObject({ reached: z.boolean(), heads: ruleSchema, area: ruleSchema }),
    items: z
      .array(
        z.strictObject({
          ...questionSchema.shape,
          yes: shareSchema,
          no: shareSchema,
          abstained: shareSchema,
          approval: ruleSchema,
          yesHeads: z.string().describe('An exact fraction of those taking part'),
          yesArea: z.string(),
          passed: z.boolean(),
        }),
      )
      .describe('Empty while the vote may still be extended: how it stands is told at its end'),
    countedOn: z.iso.date().nullable(),
    keptUntil: z.iso.date().nullable().describe('Ballots and notices are kept at least until then'),
    head: z.strictObject({ seq: z.int(), hash: z.string() }).describe('Of the case’s timeline, which holds the count'),
  })
  .meta({ id: 'VoteResult' });
export type VoteResult = z.input<typeof voteResultSchema>;

/** @throws Refusal not-ready before the count */
export async function voteResult(space: SpaceServices, vote: Vote, language: Language): Promise<VoteResult> {
  const { document, procedure, stage, state, detail, visit } = vote;
  const { count } = detail;
  if (!count) throw new Refusal('not-ready', { zh: `${visit} 尚未计票`, en: `${visit} is not counted yet` });
  const parameters = await voteParameters(space, vote);
  const box = await findBox(space, vote);
  const { total, participating } = count;
  const counted = box?.closings.findLast(
    (each) => each.withdrawn === null && each.count.ballots.hash === count.ballots.hash,
  );
  const final = state.status === 'closed';
  // Of a vote that was not extended after all, the case was told the turnout alone.
  const items = count.items ?? (final ? counted?.count.items : undefined);
  const judged = judgeVote({ ...count, items }, detail.items, parameters);
  return {
    case: document._id,
    kindTitle: procedure.title[language],
    subject: document.subject,
    visit,
    title: stageTitle(procedure, visit, language),
    source: stage.source,
    final,
    result: state.result ?? null,
    resultTitle: state.result === undefined ? null : resultTitle(procedure, state.stage, state.result, language),
    noticeOn: detail.noticeOn ?? null,
    votingFrom: detail.votingFrom ?? null,
    votingUntil: detail.votingUntil ?? null,
    extended: detail.extended ?? false,
    roll: count.roll,
    ballots: count.ballots,
    total,
    participating,
    participation: {
      heads: `${participating.heads}/${total.heads}`,
      area: `${participating.area}/${total.area}`,
      headsPercent: percentOf(participating.heads, total.heads),
      areaPercent: percentOf(participating.area, total.area),
    },
    quorum: {
      reached: judged.quorum,
      heads: ruleOf(parameters, 'vote.participationHeads', false, total),
      area: ruleOf(parameters, 'vote.participationArea', false, total),
    },
    items: questionsOf(vote, box?.wordings ?? {}, language).flatMap((question) => {
      if (items === undefined) return [];
      const figures = items.find(({ id }) => id === question.id);
      const none = { heads: 0, area: 0 };
      const { yes = none, no = none, abstained = none } = figures ?? {};
      return {
        ...question,
        yes,
        no,
        abstained,
        approval: approvalOf(parameters, question.rule, participating),
        yesHeads: `${yes.heads}/${participating.heads}`,
        yesArea: `${yes.area}/${participating.area}`,
        passed: judged.items.some(({ id, passed }) => id === question.id && passed),
      };
    }),
    countedOn: counted?.on ?? null,
    keptUntil: counted ? keptUntil(counted, parameters) : null,
    head: document.head,
  };
}

/** Ballots and notices are kept for the court: longer than a harmed owner may sue (法释〔2020〕17号 12). */
export function keptUntil({ on }: Pick<BoxClosing, 'on'>, parameters: CaseParameters): string {
  return addMonths(on, 12 * numberOf(parameters, 'vote.ballotRetentionYears'));
}

function approvalOf(parameters: CaseParameters, rule: VoteRule, whole: VoteShare) {
  const strict = flagOf(parameters, `vote.${rule}ApprovalStrict`);
  return ruleOf(parameters, `vote.${rule}Approval`, strict, whole);
}

function ruleOf(parameters: CaseParameters, name: `vote.${string}`, strict: boolean, whole: VoteShare) {
  const share = wordOf(parameters, name);
  const needed = { heads: neededOf(whole.heads, share, strict), area: neededOf(whole.area, share, strict) };
  return { share, strict, needed, source: parameter(parameters, name).source };
}
