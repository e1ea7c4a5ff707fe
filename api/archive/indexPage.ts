import { type Html, html } from '../reports/html.ts';
import type { ArchiveContents, Told } from './archiveContents.ts';
import { archiveStyle } from './archiveStyle.ts';
import {
  coverPart,
  deadlinesPart,
  documentsPart,
  filesPart,
  linksPart,
  peoplePart,
  problemsPart,
  type Say,
  stagesPart,
} from './indexParts.ts';
import { timelinePart } from './timelinePart.ts';

/** A page from a folder may neither run nor fetch anything. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The whole case as one page that needs nothing else: Chinese first, then what else was asked for. */
export function indexPage(contents: ArchiveContents): string {
  const [first, ...others] = contents.told;
  const { subject, kindTitle } = first.view;
  return html`<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>${subject.name} · ${kindTitle}</title><style>${archiveStyle}</style></head>
<body>
${others.length > 0 ? html`<p class="soft"><a href="#en" lang="en">English below</a></p>` : null}
${caseBody(contents, first)}
${others.map((each) => html`<div class="other" id="${each.language}" lang="${each.language}">${caseBody(contents, each)}</div>`)}
</body>
</html>
`.text;
}

function caseBody(contents: ArchiveContents, told: Told): Html {
  const say: Say = (zh, en) => (told.language === 'zh' ? zh : en);
  const { view } = told;
  const warn = (shown: boolean, zh: string, en: string): Html | null =>
    shown ? html`<p class="warning">${say(zh, en)}</p>` : null;
  const missing = contents.files.some(({ lack }) => lack !== undefined);
  const part = (title: string, body: Html): Html => html`<section><h2>${title}</h2>\n${body}</section>\n`;
  return html`<header><h1>${view.subject.name}</h1><p>${view.kindTitle} · ${view.outcomeTitle ?? view.status}</p></header>
${warn(view.space === 'rehearsal', '演练，没有效力', 'Rehearsal: of no effect')}
${warn(view.diverged, '时间线存有两个版本，须查核', 'The timeline was stored in two versions; somebody has to look')}
${warn(!contents.verification.holds, '导出时时间线核验不通过', 'On export the timeline did not hold')}
${warn(missing, '部分文件缺失或已损坏，见 MISSING.txt', 'Some files are missing or damaged: see MISSING.txt')}
${coverPart(contents, told, say)}
${part(say('办理环节', 'Stages'), stagesPart(told, say))}
${view.problems.length > 0 ? part(say('问题清单', 'Problems'), problemsPart(told, say)) : null}
${part(say('单位与人员', 'Offices and people'), peoplePart(told, say))}
${part(say('事项与期限', 'Tasks and deadlines'), deadlinesPart(told, say))}
${part(say('关联案件', 'Linked cases'), linksPart(told, say))}
${part(say('文书', 'Documents'), documentsPart(told, say))}
${part(say('材料', 'Files'), filesPart(contents, say))}
${part(say('时间线', 'Timeline'), timelinePart(contents, told, say))}
<footer><p>${say(
    '时间均为北京时间。核对方法见 README.txt。',
    'All times are Beijing time. README.txt says how to check this package.',
  )}</p></footer>`;
}
