import { z } from 'zod';
import { fieldError, Refusal } from '../../domain/errors.ts';
import { holdsOffice } from '../../domain/organisation/actor.ts';
import { own } from '../../domain/own.ts';
import { type Language, text } from '../../domain/text.ts';
import type { Wordings } from '../../models/votes.ts';
import { endpoint } from '../endpoint.ts';
import { ensureBox } from './ballotBox.ts';
import { isCounter, requireVote, type Vote, voteParams } from './vote.ts';

export const questionSchema = z
  .strictObject({
    id: z.string(),
    rule: z.enum(['ordinary', 'special']).describe('special: three quarters of those taking part (Civil Code 278)'),
    title: z
      .string()
      .describe(
        'As it stands on the ballot; where nobody has worded it, the title of the stage, or the id of one of several',
      ),
  })
  .meta({ id: 'BallotQuestion' });

export function questionsOf(
  { detail, stage }: Vote,
  wordings: Wordings,
  language: Language,
): z.input<typeof questionSchema>[] {
  return detail.items.map(({ id, rule }) => {
    const wording = own(wordings, id);
    // One question alone is what the stage is called.
    const unworded = detail.items.length === 1 ? stage.title[language] : id;
    return { id, rule, title: wording?.[language] ?? wording?.zh ?? unworded };
  });
}

const wording = z.strictObject({
  zh: z.string().trim().min(1).max(300),
  en: z.string().trim().min(1).max(300).optional(),
});

export const wordQuestions = endpoint({
  method: 'put',
  path: '/api/v1/cases/{id}/votes/{visit}/wordings',
  operationId: 'wordBallotQuestions',
  tag: 'votes',
  summary: 'Say what each question is called on the ballot, such as a candidate’s name; until the first ballot',
  description: 'For those who convene or count. The case holds ids alone.',
  access: { roles: ['reviewer'] },
  params: voteParams,
  body: z
    .strictObject({ wordings: z.record(z.string().min(1).max(80), wording).describe('By the question’s id') })
    .meta({ id: 'BallotWordings' }),
  responses: { 200: z.strictObject({ items: z.array(questionSchema) }) },
  errors: ['not-found', 'office-required', 'ballot-refused'],
  handler: async ({ params, body: { wordings }, actor, space, services, language }) => {
    const vote = await requireVote(services, space, actor, params.id, params.visit);
    const convener = vote.stage.faces['notice']?.office;
    const convenes = convener !== undefined && holdsOffice(actor, convener, vote.document.subject.scope);
    if (!convenes && !(await isCounter(space, actor, vote))) {
      throw new Refusal('office-required', {
        zh: '只有召集人或计票人可以拟定表决事项',
        en: 'Only those who convene or count the vote word its questions',
      });
    }
    const unknown = Object.keys(wordings).filter((id) => !vote.detail.items.some((item) => item.id === id));
    if (unknown.length > 0) {
      const errors = unknown.map((id) => fieldError(`/wordings/${id}`, text('不在表决事项中', 'is not asked')));
      throw new Refusal('invalid-input', undefined, errors);
    }
    await ensureBox(services, space, vote);
    const { collection } = space.votes.boxes;
    const free = { _id: vote.box, writes: 0 } as never;
    const { matchedCount } = await collection.updateOne(free, { $set: { wordings } } as never);
    if (matchedCount === 0)
      throw new Refusal('ballot-refused', {
        zh: '验证码或表决票已发出，表决事项不能再改',
        en: 'Codes or ballots are out already: the wording stays',
      });
    return { status: 200, body: { items: questionsOf(vote, wordings, language) } };
  },
});
