import type { ClientSession } from 'mongoose';
import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import type { Language } from '../../domain/text.ts';
import { text } from '../../domain/text.ts';
import { type Choice, type Choices, choiceSchema } from '../../domain/votes/ballot.ts';
import type { BallotDocument, BallotEntry, Wordings } from '../../models/votes.ts';
import { endpoint } from '../endpoint.ts';
import type { SpaceServices } from '../services.ts';
import { codeCell, dateCell } from '../tables/cells.ts';
import { addError, requireNoErrors } from '../tables/parseTable.ts';
import { readTable, tableUpload } from '../tables/readTable.ts';
import { type RowValues, type Table, type TableColumn, tableErrorSchema } from '../tables/tableColumn.ts';
import { tableFormatSchema, tableReply, tableResponse, writeTemplate } from '../tables/writeTable.ts';
import { closingOf, ensureBox, holdOpen, refuseDay } from './ballotBox.ts';
import { Electorate, isRepeat, newBallot, readAgain } from './castBallot.ts';
import { headRules, requireCounter, requireRoll, requireVote, type Vote, voteParameters, voteParams } from './vote.ts';

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
    counting: z.int().describe('Ballots of the file that count now: two people have read them alike'),
    differing: z.int().describe('Ballots that were read differently before, and do not count yet'),
    errorCount: z.int(),
    errors: z.array(tableErrorSchema),
  })
  .meta({ id: 'BallotImport' });

export const importBallots = endpoint({
  method: 'post',
  path: '/api/v1/cases/{id}/votes/{visit}/ballots/imports',
  operationId: 'importBallots',
  tag: 'votes',
  summary: 'Enter ballots from a file, such as that of a voting platform: all of them or none',
  description:
    'For those who count. One row for each voter, one column for each question. A file is one reading: its ballots count when another person, who has ' +
    'the file from its source too, has imported the same; what differs waits for a third reading. With `dryRun=true` nothing is written.',
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
    if (closingOf(box, vote)) throw new Refusal('ballot-refused', { zh: '票箱已关闭', en: 'The ballot box is closed' });
    const reader: Reader = { by: { id: actor.id, name: actor.name }, at: services.clock(), seq: 0 };
    const checked = await checkBallots(space, vote, table as unknown as BallotTable, electorate, reader, language);
    if (!dryRun) {
      requireNoErrors(table);
      await castAll(space, vote, checked.cast, reader);
      services.audit.record({
        what: 'ballotsImported',
        subject: vote.box,
        detail: `${checked.cast.length} ballots, sha256 ${table.file.sha256}`,
        actor: { id: actor.id, role: actor.role },
        space: space.space,
        address,
        requestId,
      });
    }
    const { cast, counting, differing } = checked;
    const { errors, errorCount } = table;
    const sorted = errors.toSorted((one, other) => one.line - other.line);
    return { status: 200, body: { dryRun, rows: cast.length, counting, differing, errorCount, errors: sorted } };
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

/** Who reads the file. */
interface Reader {
  by: { id: string; name: string };
  at: Date;
  /** Number of the write to the box. */
  seq: number;
}

/** Holds the rows to the roll, to the days of the vote and to what has been cast; what is wrong is added to the table's errors. */
async function checkBallots(
  space: SpaceServices,
  vote: Vote,
  table: BallotTable,
  electorate: Electorate,
  reader: Reader,
  language: Language,
): Promise<{ cast: RowBallot[]; counting: number; differing: number }> {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const [unitColumn, dayColumn] = [fixedColumns[0].title[language], fixedColumns[1].title[language]];
  const known = await liveBallots(space, vote);
  const lineOf = new Map<string, number>();
  const read: { row: RowBallot; ballot: BallotDocument }[] = [];
  for (const { line, values } of table.rows) {
    const { unit, castOn = vote.today } = values;
    const voter = electorate.voterOf(unit);
    const earlier = voter === undefined ? undefined : lineOf.get(voter);
    const refuse = (column: string, detail: string): void => addError(table, { line, column, detail });
    const late = castOn > vote.today ? `> ${vote.today}` : refuseDay(vote, castOn)?.message;
    if (voter === undefined) refuse(unitColumn, say(`${unit}不在表决范围内`, `${unit} is not asked in this vote`));
    else if (earlier !== undefined)
      refuse(unitColumn, say(`该业主在第${earlier}行已投票`, `this voter has a ballot in line ${earlier}`));
    else if (late !== undefined) refuse(dayColumn, late);
    else {
      const choices = vote.detail.items.map(({ id }) => [id, choiceSchema.parse(values[answerKey(id)])] as const);
      const row = { unit, voter, castOn, choices: Object.fromEntries(choices) };
      const ballot = readRow(vote, row, known.get(voter), reader);
      if (ballot) read.push({ row, ballot });
      else refuse(unitColumn, say('该业主已投票', 'this voter has a ballot already'));
    }
    if (voter !== undefined) lineOf.set(voter, earlier ?? line);
  }
  const countOf = (wanted: BallotDocument['state']): number =>
    read.filter(({ ballot }) => ballot.state === wanted).length;
  return { cast: read.map(({ row }) => row), counting: countOf('valid'), differing: countOf('differs') };
}

async function liveBallots(
  space: SpaceServices,
  { box }: Vote,
  session?: ClientSession,
): Promise<Map<string, BallotDocument>> {
  const found = await space.votes.ballots
    .find({ box, live: true }, null, { session: session ?? null })
    .lean<BallotDocument[]>();
  return new Map(found.map((ballot) => [ballot.voter, ballot]));
}

/**
 * The ballot of a row's voter with this reading of it; a repeat of one's own leaves it as it is.
 *
 * @returns undefined when the voter has voted in another way, or a paper of theirs is being read
 */
function readRow(
  vote: Vote,
  { unit, voter, castOn, choices }: RowBallot,
  known: BallotDocument | undefined,
  { by, at, seq }: Reader,
): BallotDocument | undefined {
  const entry: BallotEntry = { at, via: 'import', by, reading: { choices }, castOn };
  if (known === undefined) return newBallot(vote, { unit, voter, entry, seq });
  if (known.entries[0]?.via !== 'import') return undefined;
  if (known.state === 'valid') return isRepeat(known, entry) ? known : undefined;
  return readAgain(known, entry, seq);
}

async function castAll(
  space: SpaceServices,
  vote: Vote,
  cast: readonly RowBallot[],
  reader: Omit<Reader, 'seq'>,
): Promise<void> {
  await space.database.transaction(async (session) => {
    const seq = await holdOpen(space, vote, session);
    const known = await liveBallots(space, vote, session);
    const writes = cast.flatMap((row): object[] => {
      const before = known.get(row.voter);
      const ballot = readRow(vote, row, before, { ...reader, seq });
      if (ballot === undefined)
        throw new Refusal('ballot-refused', {
          zh: '文件中有业主在此期间已投票，未写入任何内容',
          en: 'Somebody of the file has voted in the meantime; nothing was written',
        });
      if (ballot === before) return [];
      return before === undefined
        ? [{ insertOne: { document: ballot } }]
        : [{ replaceOne: { filter: { _id: before._id }, replacement: ballot } }];
    });
    if (writes.length > 0) await space.votes.ballots.collection.bulkWrite(writes as never[], { session });
  });
}
