import { z } from 'zod';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { text } from '../../domain/text.ts';
import { choicesSchema } from '../../domain/votes/ballot.ts';
import type { BallotEntry } from '../../models/votes.ts';
import { endpoint } from '../endpoint.ts';
import type { SpaceServices } from '../services.ts';
import { ensureBox, holdOpen, refuseDay } from './ballotBox.ts';
import { ballotSchema, ballotView } from './ballotView.ts';
import { castBallot, Electorate, refuseChoices } from './castBallot.ts';
import { headRules, requireCounter, requireRoll, requireVote, voteParameters, voteParams } from './vote.ts';

const bodySchema = z
  .strictObject({
    unit: z.string().trim().min(1).max(40).describe('Any unit of the voter within the scope of the vote'),
    choices: choicesSchema.optional(),
    invalid: z.string().trim().min(1).max(500).optional().describe('Why the paper is void; instead of choices'),
    castOn: z.iso.date().optional().describe('The day the paper was handed in; default today'),
    proxy: z
      .strictObject({
        name: z.string().trim().min(1).max(60),
        evidence: z.string().min(1).max(40).describe('The written authority, attached to this case'),
      })
      .optional()
      .describe('Who voted for the owner'),
    note: z.string().trim().min(1).max(500).optional(),
  })
  .refine(({ choices, invalid }) => (choices === undefined) !== (invalid === undefined), {
    path: ['choices'],
    message: 'give either choices, or why the paper is void',
  })
  .meta({ id: 'BallotPaper' });

export const enterBallot = endpoint({
  method: 'post',
  path: '/api/v1/cases/{id}/votes/{visit}/ballots',
  operationId: 'enterBallot',
  tag: 'votes',
  summary: 'Enter a paper ballot; it counts when two people have read the same from it',
  description:
    'For those who count. A paper that two people read differently does not count until one of them, or a third, reads it again and two agree. Repeating a call changes nothing.',
  access: { roles: ['reviewer'] },
  params: voteParams,
  body: bodySchema,
  responses: { 200: ballotSchema },
  errors: ['not-found', 'office-required', 'not-ready', 'ballot-refused', 'evidence-unknown'],
  handler: async ({ params, body, actor, space, services }) => {
    const vote = await requireVote(services, space, actor, params.id, params.visit);
    await requireCounter(space, actor, vote);
    const { unit, choices, invalid = '', castOn = vote.today, proxy, note } = body;
    const reading = choices ? { choices } : { invalid };
    const roll = await requireRoll(space, vote);
    const refused = refuseLater(castOn, vote.today) ?? refuseDay(vote, castOn) ?? refuseChoices(vote, reading);
    if (refused) throw refused;
    if (proxy) await requireEvidence(space, params.id, proxy.evidence);
    const voter = new Electorate(roll, vote, headRules(await voteParameters(space, vote))).voterOf(unit);
    if (voter === undefined) throw notAsked(unit);
    const entry: BallotEntry = {
      at: services.clock(),
      via: 'paper',
      by: { id: actor.id, name: actor.name },
      reading,
      castOn,
      ...(proxy && { proxy }),
      ...(note !== undefined && { note }),
    };
    await ensureBox(services, space, vote);
    const ballot = await space.database.transaction(async (session) => {
      const seq = await holdOpen(space, vote, session);
      return await castBallot(space, vote, { unit, voter, entry, seq }, session);
    });
    return { status: 200, body: ballotView(ballot) };
  },
});

export function notAsked(unit: string): Refusal {
  return new Refusal('invalid-input', undefined, [
    fieldError('/unit', text(`${unit}不在本次表决范围内`, `${unit} is not asked in this vote`)),
  ]);
}

function refuseLater(castOn: string, today: string): Refusal | undefined {
  if (castOn <= today) return undefined;
  return new Refusal('invalid-input', undefined, [
    fieldError('/castOn', text(`晚于今天（${today}）`, `lies after ${today}`)),
  ]);
}

async function requireEvidence(space: SpaceServices, id: string, evidence: string): Promise<void> {
  if (await space.evidence.documents.exists({ _id: evidence, case: id, state: 'attached' })) return;
  throw new Refusal('evidence-unknown', { zh: '请先上传到本案件', en: 'Upload it to this case first' }, [
    fieldError('/proxy/evidence', text('未上传到本案件', 'is not attached to this case')),
  ]);
}
