import { dayOf } from '../../domain/calendar/calendar.ts';
import type { CaseStatus } from '../../domain/case/caseView.ts';
import { writeMoment } from '../../domain/deadline/phrases.ts';
import { relationTitle } from '../../domain/timeline/summary.ts';
import type { LinkedCase } from '../present/case.ts';
import type { TimelineItem } from '../present/timelineItem.ts';
import { type Html, html } from '../reports/html.ts';
import type { ArchiveContents, Told } from './archiveContents.ts';
import { lacks } from './missingText.ts';
import type { PackedFile } from './packedFiles.ts';

/** The wording of one language. */
export type Say = (zh: string, en: string) => string;

/** A link within the package. */
export function hrefOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** A file by its name: a link, or why there is none. */
export function linkTo({ id, name, path, lack }: PackedFile, say: Say): Html {
  const shown = name ?? id;
  const why = lack && html` <span class="mark">${say(lacks[lack].zh, lacks[lack].en)}</span>`;
  return lack === 'gone' || lack === 'tooLarge'
    ? html`${shown}${why ?? null}`
    : html`<a href="${hrefOf(path)}">${shown}</a>${why ?? null}`;
}

function table(heads: readonly string[], rows: readonly (readonly (string | number | Html | null)[])[], none: string) {
  if (rows.length === 0) return html`<p class="soft">${none}</p>`;
  const head = heads.map((each) => html`<th scope="col">${each}</th>`);
  const body = rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>\n`);
  return html`<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** What stands on the cover of the file. */
export function coverPart(
  { document, place, madeAt, madeBy, verification }: ArchiveContents,
  { view }: Told,
  say: Say,
): Html {
  const lines: [string, string | Html][] = [
    [say('案件编号', 'Case'), view.id],
    [say('流程', 'Procedure'), view.kindTitle],
    [say('对象', 'About'), `${view.subject.name} (${view.subject.id})`],
    [say('所在地', 'Place'), place],
    ...(view.campaign === null ? [] : [[say('专项行动', 'Campaign'), view.campaign] satisfies [string, string]]),
    [say('状态', 'Status'), statusTitle(view.status, say)],
    [say('结果', 'Outcome'), view.outcomeTitle ?? '—'],
    [say('开始', 'Began'), writeMoment(view.startedAt)],
    [say('结束', 'Ended'), view.endedAt === null ? '—' : writeMoment(view.endedAt)],
    [say('适用政策', 'Policy'), html`${view.policy.locality} <code>${view.policy.version}</code>`],
    [say('工作日历', 'Calendar'), html`<code>${view.calendar}</code>`],
    [say('最新事件', 'Newest event'), html`#${document.head.seq} <code>${document.head.hash}</code>`],
    [
      say('导出时核验', 'Verified on export'),
      html`${
        verification.holds
          ? say(`时间线未被改动（${verification.events}条）`, `the timeline holds (${verification.events} events)`)
          : say('时间线核验不通过', 'the timeline does not hold')
      } · <a href="verification.json">verification.json</a>`,
    ],
    [say('归档', 'Archived'), `${writeMoment(madeAt.toISOString())} · ${madeBy.name} (${madeBy.id})`],
  ];
  return html`<dl class="cover">${lines.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function statusTitle(status: CaseStatus, say: Say): string {
  if (status === 'completed') return say('已办结', 'Completed');
  return status === 'cancelled' ? say('已撤销', 'Cancelled') : status;
}

/** The stages in the order in which they were entered. */
export function stagesPart({ view }: Told, say: Say): Html {
  const stages = Object.values(view.stages).sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
  return table(
    [say('环节', 'Stage'), say('进入', 'Entered'), say('结束', 'Ended'), say('结果', 'Result')],
    stages.map(({ title, openedAt, closedAt, resultTitle, status }) => [
      title,
      writeMoment(openedAt),
      closedAt === undefined ? '—' : writeMoment(closedAt),
      status === 'superseded' ? say('已作废', 'superseded') : (resultTitle ?? '—'),
    ]),
    say('无', 'None'),
  );
}

/** Who took part: by name where that was not erased. */
export function peoplePart({ items }: Told, say: Say): Html {
  const people = new Map<string, { name: string; office: string; acts: number; last: string }>();
  for (const { actor, at } of items) {
    if (actor.role === 'system') continue;
    const key = [actor.id, actor.office, actor.for?.id, actor.name === null].join('|');
    const acts = (people.get(key)?.acts ?? 0) + 1;
    people.set(key, { name: nameOf(actor, say), office: actor.officeTitle ?? '—', acts, last: at });
  }
  return table(
    [say('姓名', 'Name'), say('单位', 'Office'), say('操作次数', 'Acts'), say('最近一次', 'Last')],
    [...people.values()].map(({ name, office, acts, last }) => [name, office, acts, dayOf(last)]),
    say('无', 'Nobody'),
  );
}

function nameOf({ id, name, for: principal }: TimelineItem['actor'], say: Say): string {
  const erased = say('姓名已依法删除', 'name erased by law');
  const own = name ?? `${id}（${erased}）`;
  if (principal === null) return own;
  const other = principal.name ?? principal.id;
  return say(`${own}代${other}`, `${own} for ${other}`);
}

/** What offices were asked, until when, and why until then. */
export function deadlinesPart({ tasks }: Told, say: Say): Html {
  return table(
    [
      say('事项', 'Task'),
      say('单位', 'Office'),
      say('交办', 'Asked'),
      say('期限', 'Due'),
      say('办结', 'Done'),
      say('依据与计算', 'Rule and count'),
    ],
    tasks.map(({ title, office, openedAt, dueAt, closedAt, decision, rule }) => [
      title,
      office,
      dayOf(openedAt),
      dueAt === null ? '—' : lastDay(dueAt),
      html`${closedAt === null ? '—' : writeMoment(closedAt)}${decision === null ? null : html`<br>${decision}`}${
        dueAt !== null && closedAt !== null && closedAt >= dueAt
          ? html` <span class="mark">${say('逾期', 'late')}</span>`
          : null
      }`,
      rule === null ? '—' : html`<small>${rule.source}</small>${rule.steps.map((step) => html`<br>${step}`)}`,
    ]),
    say('无', 'None'),
  );
}

/** A deadline ends as its last day does, at the midnight that begins the next. */
function lastDay(dueAt: string): string {
  return dayOf(new Date(Date.parse(dueAt) - 1).toISOString());
}

/** Problems of the ledger, in figures; their wording is on the timeline. */
export function problemsPart({ view }: Told, say: Say): Html {
  const states = {
    open: say('待整改', 'open'),
    inProgress: say('整改中', 'in progress'),
    done: say('待核验', 'to be verified'),
    verified: say('核验通过', 'verified'),
  };
  return table(
    [
      say('编号', 'No.'),
      say('类别', 'Category'),
      say('责任部门', 'In charge'),
      say('时限', 'Due'),
      say('状态', 'Status'),
    ],
    view.problems.map(({ id, categoryTitle, officeTitle, dueOn, status }) => [
      id,
      categoryTitle,
      officeTitle,
      dueOn,
      states[status],
    ]),
    say('无', 'None'),
  );
}

/** Cases this one names, and cases that name it. */
export function linksPart({ view, language }: Told, say: Say): Html {
  const relation = ({ relation: name, direction }: LinkedCase): string => {
    const title = relationTitle(name, language);
    return direction === 'to' ? title : say(`对方注明“${title}”`, `it says of this case: “${title}”`);
  };
  return table(
    [
      say('关系', 'Relation'),
      say('案件', 'Case'),
      say('流程', 'Procedure'),
      say('对象', 'About'),
      say('结果', 'Outcome'),
    ],
    view.links.map((each) => [
      relation(each),
      each.case,
      each.kindTitle ?? '—',
      each.subject ?? '—',
      each.outcomeTitle ?? '—',
    ]),
    say('无', 'None'),
  );
}

/** The papers of the case. */
export function documentsPart({ documents, language }: Told, say: Say): Html {
  return table(
    [say('文号', 'Number'), say('文书', 'Document'), say('环节', 'Stage'), say('日期', 'Day'), say('依据', 'Rests on')],
    documents.map(({ line, paths }) => {
      const path = (paths.find((each) => each.language === language) ?? paths[0])?.path;
      return [
        line.number ?? say('未曾打开，未编号', 'never opened, so not numbered'),
        html`${path === undefined ? line.title : html`<a href="${hrefOf(path)}">${line.title}</a>`}${
          line.superseded
            ? html` <span class="mark">${say('依据已更正', 'what it rests on was corrected')}</span>`
            : null
        }`,
        line.stageTitle,
        line.on,
        `#${line.event}`,
      ];
    }),
    say('无', 'None'),
  );
}

/** The files that were handed in. */
export function filesPart({ files }: ArchiveContents, say: Say): Html {
  return table(
    [say('文件', 'File'), say('大小', 'Bytes'), say('上传', 'Handed in'), 'SHA-256'],
    files.map((file) => [
      linkTo(file, say),
      file.size ?? '—',
      [file.at === null ? null : writeMoment(file.at), file.by && (file.by.name ?? file.by.id)]
        .filter((each) => each !== null)
        .join(' · '),
      html`<code>${file.sha256}</code>`,
    ]),
    say('无', 'None'),
  );
}
