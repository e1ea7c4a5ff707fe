import { z } from 'zod';
import { Refusal } from '../../domain/errors.ts';
import { own } from '../../domain/own.ts';
import { type Language, text } from '../../domain/text.ts';
import type { BallotDocument, Wordings } from '../../models/votes.ts';
import { endpoint } from '../endpoint.ts';
import { type CellValue, tableFormatSchema, tableReply, tableResponse, writeTable } from '../tables/writeTable.ts';
import { closingOf, findBox } from './ballotBox.ts';
import { choiceTitles } from './importBallots.ts';
import { keptUntil } from './result.ts';
import { requireCounter, requireVote, type Vote, voteParameters, voteParams } from './vote.ts';

export const exportBallots = endpoint({
  method: 'get',
  path: '/api/v1/cases/{id}/votes/{visit}/ballots/export',
  operationId: 'exportBallots',
  tag: 'votes',
  summary: 'Every ballot of a closed box as a file, for a court or an audit',
  description:
    'For those who count, and administrators with the duty audit who see the case. Every export is in the audit log, and each row says until when it is kept.',
  access: { roles: ['reviewer', 'administrator'], duties: ['audit'] },
  params: voteParams,
  query: z.strictObject({ format: tableFormatSchema }),
  responses: { 200: tableResponse },
  errors: ['not-found', 'office-required', 'not-ready'],
  handler: async ({ params, query: { format }, actor, space, services, language, address, requestId }) => {
    const vote = await requireVote(services, space, actor, params.id, params.visit);
    if (actor.role === 'reviewer') await requireCounter(space, actor, vote);
    const box = await findBox(space, vote);
    const closing = closingOf(box, vote);
    if (!box || !closing) throw new Refusal('not-ready', { zh: '票箱尚未关闭', en: 'The ballot box is not closed' });
    const ballots = await space.votes.ballots
      .find({ box: vote.box })
      .sort({ unit: 1, _id: 1 })
      .lean<BallotDocument[]>();
    const until = keptUntil(closing, await voteParameters(space, vote));
    const columns = exportColumns(vote, box.wordings);
    const rows = ballots.map((ballot) => ({ ...cells(ballot, language), until }));
    const bytes = await writeTable(format, columns, rows, language);
    await services.audit.append({
      at: services.clock(),
      what: 'ballotsExported',
      subject: vote.box,
      detail: `${rows.length} ballots as ${format}, kept until ${until}`,
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      address,
      requestId,
    });
    return tableReply(format, `ballots-${params.id.replaceAll(':', '-')}-${params.visit}`, bytes);
  },
});

const states = {
  valid: text('有效', 'valid'),
  invalid: text('无效', 'void'),
  entered: text('仅录入一次，未计入', 'read once, not counted'),
  differs: text('两次录入不一致，未计入', 'read differently, not counted'),
};
const ways = { paper: text('纸质', 'paper'), import: text('导入', 'import'), online: text('线上', 'online') };

function exportColumns({ detail }: Vote, wordings: Wordings) {
  return [
    { key: 'id', title: text('选票编号', 'Ballot') },
    { key: 'unit', title: text('房号', 'Unit') },
    { key: 'state', title: text('状态', 'State') },
    { key: 'via', title: text('方式', 'Cast by') },
    { key: 'castOn', title: text('投票日期', 'Cast on') },
    { key: 'acceptedAt', title: text('计入时间', 'Accepted at') },
    { key: 'readBy', title: text('录入人', 'Read by') },
    { key: 'proxy', title: text('代理人', 'Proxy') },
    { key: 'invalid', title: text('无效原因', 'Why void') },
    ...detail.items.map(({ id }) => {
      const wording = own(wordings, id);
      return { key: `answer ${id}`, title: text(wording?.zh ?? id, wording?.en ?? wording?.zh ?? id) };
    }),
    { key: 'until', title: text('保存至', 'Kept until') },
  ];
}

function cells({ _id, unit, state, entries, choices, acceptedAt }: BallotDocument, language: Language) {
  const last = entries.at(-1);
  const voided = entries.flatMap(({ reading }) => ('invalid' in reading ? [reading.invalid] : []));
  const answers = Object.entries(choices ?? {}).map(([id, choice]) => [`answer ${id}`, choiceTitles[choice][language]]);
  const row: Record<string, CellValue> = {
    id: _id,
    unit,
    state: states[state][language],
    via: last && ways[last.via][language],
    castOn: last?.castOn,
    acceptedAt: acceptedAt?.toISOString(),
    readBy: [...new Set(entries.flatMap(({ by }) => by?.name ?? []))],
    proxy: last?.proxy?.name,
    invalid: state === 'invalid' ? voided.at(-1) : undefined,
    ...Object.fromEntries(answers),
  };
  return row;
}
