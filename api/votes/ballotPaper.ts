import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { type Choices, choiceSchema, choicesSchema } from '../../domain/votes/ballot.ts';
import type { CaseDocument } from '../../models/caseModels.ts';
import type { BallotBoxDocument, BallotCodeDocument, BallotDocument, BallotEntry } from '../../models/votes.ts';
import { endpoint } from '../endpoint.ts';
import type { Services, SpaceServices } from '../services.ts';
import { closingOf, holdOpen, refuseDay } from './ballotBox.ts';
import { castBallot, Electorate, refuseChoices } from './castBallot.ts';
import { codeHash } from './codes.ts';
import { notAsked } from './enterBallot.ts';
import { questionSchema, questionsOf } from './questions.ts';
import { headRules, requireRoll, type Vote, voteOf, voteParameters } from './vote.ts';

const paperParams = z.strictObject({ paper: z.string().min(1).max(60).describe('As the address has it') });

const paperSchema = z
  .strictObject({
    place: z.string().describe('The compound that votes'),
    title: z.string(),
    votingFrom: z.iso.date().nullable(),
    votingUntil: z.iso.date().nullable(),
    state: z.enum(['notYet', 'open', 'over']).describe('Whether a ballot would be taken now, by the day of the case'),
    items: z.array(questionSchema),
    choices: z.array(choiceSchema),
  })
  .meta({ id: 'BallotPaperView' });

const receiptSchema = z
  .strictObject({ receipt: z.string().describe('Names the ballot in the box'), acceptedAt: z.iso.datetime() })
  .meta({ id: 'BallotReceipt' });

export const readBallotPaper = endpoint({
  method: 'get',
  path: '/api/v1/ballot-papers/{paper}',
  operationId: 'readBallotPaper',
  tag: 'votes',
  summary: 'What is asked in a vote that is cast online; needs no session, and the address tells nothing of the reader',
  access: { public: true },
  params: paperParams,
  responses: { 200: paperSchema },
  errors: ['not-found', 'too-many-requests'],
  handler: async ({ params: { paper }, services, language, address }) => {
    await services.ballotAttempts.look(address);
    const { vote, box } = await requirePaper(services, paper);
    const { document, stage, detail } = vote;
    const body: z.input<typeof paperSchema> = {
      place: document.subject.name,
      title: stage.title[language],
      votingFrom: detail.votingFrom ?? null,
      votingUntil: detail.votingUntil ?? null,
      state: stateOf(vote, box),
      items: questionsOf(vote, box.wordings, language),
      choices: choiceSchema.options,
    };
    return { status: 200, body };
  },
});

function stateOf(vote: Vote, box: BallotBoxDocument): z.infer<typeof paperSchema>['state'] {
  const { detail, state, today } = vote;
  if (state.status === 'open' && today < (detail.votingFrom ?? '9999')) return 'notYet';
  return refuseDay(vote, today) === undefined && closingOf(box, vote) === undefined ? 'open' : 'over';
}

export const castOnline = endpoint({
  method: 'post',
  path: '/api/v1/ballot-papers/{paper}',
  operationId: 'castBallotOnline',
  tag: 'votes',
  summary: 'Cast a ballot online with a one-time code; needs no session',
  description:
    'Of one voter the first valid ballot counts. Sending the same ballot again is answered with the same receipt.',
  access: { public: true },
  params: paperParams,
  body: z.strictObject({ code: z.string().min(1).max(40), choices: choicesSchema }).meta({ id: 'OnlineBallot' }),
  responses: { 201: receiptSchema },
  errors: ['not-found', 'too-many-requests', 'ballot-code-refused', 'ballot-refused', 'not-ready'],
  handler: async ({ params: { paper }, body: { code, choices }, services, address }) => {
    await services.ballotAttempts.begin(address);
    const { space, vote } = await requirePaper(services, paper);
    const known = await space.votes.codes.findById(codeHash(paper, code)).lean<BallotCodeDocument>();
    if (!known || known.revokedAt !== null)
      throw new Refusal('ballot-code-refused', {
        zh: '该验证码不存在或已失效',
        en: 'This code is not known, or ended',
      });
    await services.ballotAttempts.succeeded(address);
    const ballot = known.usedAt
      ? await sameBallot(space, known, choices)
      : await cast(services, space, vote, known, choices);
    const acceptedAt = (ballot.acceptedAt ?? services.clock()).toISOString();
    return { status: 201, body: { receipt: ballot._id, acceptedAt } };
  },
});

interface Paper {
  space: SpaceServices;
  box: BallotBoxDocument;
  vote: Vote;
}

/** @throws Refusal not-found */
async function requirePaper(services: Services, paper: string): Promise<Paper> {
  for (const space of Object.values(services.spaces)) {
    const box = await space.votes.boxes.findOne({ paper }).lean<BallotBoxDocument>();
    if (!box) continue;
    const document = await space.cases.cases.findById(box.case).lean<CaseDocument>();
    const vote = document ? voteOf(services, document, box.visit) : undefined;
    if (vote) return { space, box, vote };
  }
  throw new Refusal('not-found', { zh: '没有这次表决', en: 'There is no such vote' });
}

async function cast(
  services: Services,
  space: SpaceServices,
  vote: Vote,
  code: BallotCodeDocument,
  choices: Choices,
): Promise<BallotDocument> {
  const reading = { choices };
  const refused = refuseDay(vote, vote.today) ?? refuseChoices(vote, reading);
  if (refused) throw refused;
  const roll = await requireRoll(space, vote);
  const { unit } = code;
  const voter = new Electorate(roll, vote, headRules(await voteParameters(space, vote))).voterOf(unit);
  if (voter === undefined) throw notAsked(unit);
  const entry: BallotEntry = { at: services.clock(), via: 'online', reading, castOn: vote.today };
  return await space.database.transaction(async (session) => {
    const seq = await holdOpen(space, vote, session);
    const { matchedCount } = await space.votes.codes.collection.updateOne(
      { _id: code._id, usedAt: null, revokedAt: null } as never,
      { $set: { usedAt: entry.at } },
      { session },
    );
    if (matchedCount === 0) throw new Refusal('ballot-refused', { zh: '该验证码已使用', en: 'This code was used' });
    return await castBallot(space, vote, { unit, voter, entry, seq }, session);
  });
}

/** Who has had no answer sends their ballot again. */
async function sameBallot(space: SpaceServices, code: BallotCodeDocument, choices: Choices): Promise<BallotDocument> {
  const { box, voter, usedAt } = code;
  const ballot = await space.votes.ballots
    .findOne({ box, voter, live: true, 'entries.via': 'online' })
    .lean<BallotDocument>();
  const isSame =
    ballot?.choices &&
    Object.keys(choices).length === Object.keys(ballot.choices).length &&
    Object.entries(choices).every(([id, choice]) => ballot.choices?.[id] === choice);
  if (isSame) return ballot;
  throw new Refusal('ballot-refused', {
    zh: `该验证码已于 ${usedAt?.toISOString()} 使用，以第一张票为准`,
    en: `This code was used at ${usedAt?.toISOString()}; the first ballot counts`,
  });
}
