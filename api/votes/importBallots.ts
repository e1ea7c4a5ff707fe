import { mongo } from 'mongoose';
import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import type { Language } from '../../domain/text.ts';
import { text } from '../../domain/text.ts';
import { type Choice, type Choices, choiceSchema } from '../../domain/votes/ballot.ts';
import type { BallotDocument, BallotEntry, Wordings } from '../../models/votes.ts';
import { endpoint } from '../endpoint.ts';
import type { Services, SpaceServices } from '../services.ts';
import { codeCell, dateCell } from '../tables/cells.ts';
import { addError, requireNoErrors } from '../tables/parseTable.ts';
import { readTable, tableUpload } from '../tables/readTable.ts';
import { type RowValues, type Table, type TableColumn, tableErrorSchema } from '../tables/tableColumn.ts';
import { tableFormatSchema, tableReply, tableResponse, writeTemplate } from '../tables/writeTable.ts';
import { closingOf, ensureBox, holdOpen, refuseDay } from './ballotBox.ts';
import { Electorate, newBallot } from './castBallot.ts';
import { headRules, requireCounter, requireRoll, requireVote, type Vote, voteParameters, voteParams } from './vote.ts';

const duplicateKey = 11_000;

export const choiceTitles = {
  yes: text('同意', 'Yes'),
  no: text('反对', 'No'),
  abstain: text('弃权', 'Abstain'),
} satisfies Record<Choice, { zh: string; en: string }>;

const fixedColumns = [
  {
    key: 'unit',
    title: text('房号', 'Unit'),
    aliases: ['户号'],
    required: true,
    schema: z.string().max(40),
    help: text('业主在表决范围内的任一房号，一位业主一行', 'Any unit of the voter; one row for each voter'),
  },
  {
    key: 'castOn',
    title: text('投票日期', 'Cast on'),
    schema: dateCell,
    help: text('没有时按导入日', 'Default: the day of the import'),
  },
] as const satisfies readonly TableColumn[];

/** Keeps questions apart from the fixed columns, whatever their ids are. */
const answerKey = (id: string): string => `answer ${id}`;

/** A column for each question beside the fixed ones. */
export function ballotColumns({ detail }: Vote, wordings: Wordings = {}) {
  const questions = detail.items.map(({ id }): TableColumn => {
    const zh = wordings[id]?.zh ?? id;
    return {
      key: answerKey(id),
      title: text(zh, wordings[id]?.en ?? zh),
      required: true,
      schema: codeCell(choiceTitles),
      help: text('同意、反对或弃权', 'Yes, no or abstain'),
    };
  });
  return [...fixedColumns, ...questions] as const;
}

const importSchema = z
  .strictObject({
    dryRun: z.boolean(),
    rows: z.int().describe('Rows without an error'),
    errorCount: z.int(),
    errors: z.array(tableErrorSchema),
  })
  .meta({ id: 'BallotImport' });

export const importBallots = endpoint({
  method: 'post',
  path: '/api/v1/cases/{id}/votes/{visit}/ballots/imports',
  operationId: 'importBallots',
  tag: 'votes',
  summary: 'Enter ballots from a file, such as that of a voting platform: all of them or none; each counts at once',
  description:
    'For those who count. One row for each voter, one column for each question. With `dryRun=true` nothing is written.',
  access: { roles: ['reviewer'] },
  params: voteParams,
  query: z.strictObject({ dryRun: z.enum(['true', 'false']).optional() }),
  upload: tableUpload,
  responses: { 200: importSchema },
  errors: ['not-found', 'office-required', 'not-ready', 'ballot-refused', 'file-refused', 'rows-invalid'],
  handler: async ({ params, query, actor, space, services, language, raw, address, requestId }) => {
    const dryRun = query.dryRun === 'true';
    const vote = await requireVote(services, space, actor, params.id, params.visit);
    await requireCounter(space, actor, vote);
    const roll = await requireRoll(space, vote);
    const box = await ensureBox(services, space, vote);
    const table = await readTable(raw, ballotColumns(vote, box.wordings), language);
    const electorate = new Electorate(roll, vote, headRules(await voteParameters(space, vote)));
    if (closingOf(box, vote)) throw new Refusal('ballot-refused', 'The ballot box is closed');
    const cast = await checkBallots(space, vote, table as unknown as BallotTable, electorate, language);
    if (!dryRun) {
      requireNoErrors(table);
      await castAll(services, space, vote, cast, { id: actor.id, name: actor.name });
      services.audit.record({
        what: 'ballotsImported',
        subject: vote.box,
        detail: `${cast.length} ballots, sha256 ${table.file.sha256}`,
        actor: { id: actor.id, role: actor.role },
        space: space.space,
        address,
        requestId,
      });
    }
    const { errors, errorCount } = table;
    return {
      status: 200,
      body: { dryRun, rows: cast.length, errorCount, errors: errors.toSorted((a, b) => a.line - b.line) },
    };
  },
});

export const ballotTemplate = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/votes/{visit}/ballots/template',
  operationId: 'getBallotTemplate',
  tag: 'votes',
  summary: 'An empty file for ballots of this vote',
  access: { roles: ['reviewer'] },
  params: voteParams,
  query: z.strictObject({ format: tableFormatSchema }),
  responses: { 200: tableResponse },
  errors: ['not-found', 'office-required'],
  handler: async ({ params, query: { format }, actor, space, services, language }) => {
    const vote = await requireVote(services, space, actor, params.id, params.visit);
    await requireCounter(space, actor, vote);
    const { wordings } = await ensureBox(services, space, vote);
    const bytes = await writeTemplate(format, ballotColumns(vote, wordings), language);
    return tableReply(format, 'ballots-template', bytes);
  },
});

type BallotTable = Table<RowValues<typeof fixedColumns> & Record<string, unknown>>;

interface RowBallot {
  unit: string;
  voter: string;
  castOn: string;
  choices: Choices;
}

/** Holds the rows to the roll, to the days of the vote and to what has been cast; what is wrong is added to the table's errors. */
async function checkBallots(
  space: SpaceServices,
  vote: Vote,
  table: BallotTable,
  electorate: Electorate,
  language: Language,
): Promise<RowBallot[]> {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const [unitColumn, dayColumn] = [fixedColumns[0].title[language], fixedColumns[1].title[language]];
  const known = await space.votes.ballots
    .find({ box: vote.box, live: true }, { voter: 1 })
    .lean<Pick<BallotDocument, 'voter'>[]>();
  const voted = new Set(known.map(({ voter }) => voter));
  const lineOf = new Map<string, number>();
  const cast: RowBallot[] = [];
  for (const { line, values } of table.rows) {
    const { unit, castOn = vote.today } = values;
    const voter = electorate.voterOf(unit);
    const earlier = voter === undefined ? undefined : lineOf.get(voter);
    const refuse = (column: string, detail: string): void => addError(table, { line, column, detail });
    const late = castOn > vote.today ? `> ${vote.today}` : refuseDay(vote, castOn)?.message;
    if (voter === undefined) refuse(unitColumn, say(`${unit}不在表决范围内`, `${unit} is not asked in this vote`));
    else if (earlier !== undefined)
      refuse(unitColumn, say(`该业主在第${earlier}行已投票`, `this voter has a ballot in line ${earlier}`));
    else if (voted.has(voter)) refuse(unitColumn, say('该业主已投票', 'this voter has a ballot already'));
    else if (late !== undefined) refuse(dayColumn, late);
    else {
      const choices = vote.detail.items.map(({ id }) => [id, choiceSchema.parse(values[answerKey(id)])] as const);
      cast.push({ unit, voter, castOn, choices: Object.fromEntries(choices) });
    }
    if (voter !== undefined) lineOf.set(voter, earlier ?? line);
  }
  return cast;
}

async function castAll(
  services: Services,
  space: SpaceServices,
  vote: Vote,
  cast: readonly RowBallot[],
  by: { id: string; name: string },
): Promise<void> {
  const at = services.clock();
  try {
    await space.database.transaction(async (session) => {
      const seq = await holdOpen(space, vote, session);
      const ballots = cast.map(({ unit, voter, castOn, choices }): BallotDocument => {
        const entry: BallotEntry = { at, via: 'import', by, reading: { choices }, castOn };
        return newBallot(vote, { unit, voter, entry, seq });
      });
      if (ballots.length > 0) await space.votes.ballots.collection.insertMany(ballots as never[], { session });
    });
  } catch (error) {
    if (!(error instanceof mongo.MongoServerError) || error.code !== duplicateKey) throw error;
    throw new Refusal('ballot-refused', 'Somebody of the file has voted in the meantime; nothing was written');
  }
}
