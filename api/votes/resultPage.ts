import { type Language, type Text, text } from '../../domain/text.ts';
import { squareMetres } from '../../domain/votes/share.ts';
import type { VoteShare } from '../../domain/votes/vote.ts';
import { bulletinStyle } from '../reports/bulletinStyle.ts';
import { type Html, html } from '../reports/html.ts';
import type { VoteResult } from './result.ts';

/** The result of a vote as one page to post up: no script, no request, for screen and paper. No owner is named on it. */
export function resultPage(result: VoteResult, language: Language): string {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const { subject, title, kindTitle, participation, quorum, total, participating, roll, ballots } = result;
  const outcome = quorum.reached
    ? (result.resultTitle ?? say('已计票', 'Counted'))
    : result.final
      ? say('未达法定参与比例，表决无效', 'No quorum: nothing is decided')
      : say('未达法定参与比例，可以延长表决期', 'No quorum so far; the vote may be extended');
  const page = html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · ${subject.name}</title><style>${bulletinStyle}</style></head>
<body>
<header><h1>${say('业主共同决定表决结果', 'Result of an owners’ vote')}</h1><p>${subject.name} · ${kindTitle} · ${title}</p></header>
<main>
<p class="lead">${outcome}${language === 'zh' ? '。' : '. '}${say(
    `参与表决${participating.heads}人（${participation.headsPercent}%），专有面积${squareMetres(participating.area)}平方米（${participation.areaPercent}%）。`,
    `${participating.heads} heads took part (${participation.headsPercent} %), with ${squareMetres(participating.area)} m² of exclusive area (${participation.areaPercent} %).`,
  )}</p>
<h2>${say('参与情况', 'Participation')}</h2>
${participationTable(result, language)}
<h2>${say('表决事项', 'Questions')}</h2>
${result.final ? null : html`<p class="note">${say('如何表决，在表决结束后公布。', 'How the votes stand is told when the vote has ended.')}</p>`}
${result.items.map((item) => itemTable(item, participating, language))}
<h2>${say('依据', 'What it rests on')}</h2>
<div class="wide" tabindex="0"><table><tbody>
${row(say('公告日', 'Notice posted on'), result.noticeOn ?? '—')}
${row(say('表决期', 'Votes cast'), `${result.votingFrom ?? ''} — ${result.votingUntil ?? ''}${result.extended ? say('（已延长）', ' (extended)') : ''}`)}
${row(say('计票日', 'Counted on'), result.countedOn ?? '—')}
${row(say('业主名册', 'Roll of owners'), `${roll.version} · ${say(`截至${roll.asOf}`, `as of ${roll.asOf}`)} · ${total.heads} ${say('人', 'heads')} · ${squareMetres(total.area)} m²`)}
${row(say('选票', 'Ballots'), say(`有效${ballots.count}张，无效${ballots.invalid}张`, `${ballots.count} valid, ${ballots.invalid} void`))}
${row(say('名册散列值', 'Hash of the roll'), roll.hash)}
${row(say('选票散列值', 'Hash of the ballots'), ballots.hash)}
${row(say('案件与时间线', 'Case and timeline'), `${result.case} · ${result.head.seq} · ${result.head.hash}`)}
${row(say('选票保存至', 'Ballots kept until'), result.keptUntil ?? '—')}
</tbody></table></div>
</main>
<footer>${say(
    '人数：一个专有部分按一人；建设单位未售和未交付的部分合计按一人；同一买受人的各套合计按一人。面积以不动产登记为准，未登记的按测绘，未测绘的按买卖合同（民法典278；法释〔2020〕17号 8、9）。弃权计入参与表决。',
    'One exclusive unit is one head; what the developer has not sold or delivered is one head together, and so is a buyer of several units. Areas are those of the register, else as surveyed, else of the contract (Civil Code 278; 法释〔2020〕17号 8, 9). Who abstains takes part.',
  )}</footer>
</body>
</html>
`;
  return page.text;
}

function row(name: string, value: string): Html {
  return html`<tr><th scope="row">${name}</th><td style="overflow-wrap:anywhere">${value}</td></tr>`;
}

const heads = text('人数', 'Heads');
const area = text('专有面积（平方米）', 'Exclusive area (m²)');
const enough = (reached: boolean): Text => (reached ? text('达到', 'enough') : text('未达到', 'not enough'));

/** 三分之二以上 includes the share, 过半数 excludes it (Civil Code 1259). */
function ruleWords({ share, strict }: { share: string; strict: boolean }, language: Language): string {
  return (strict ? text(`超过 ${share}`, `more than ${share}`) : text(`不少于 ${share}`, `at least ${share}`))[
    language
  ];
}

function participationTable({ total, participating, participation, quorum }: VoteResult, language: Language): Html {
  const line = (
    name: Text,
    fraction: string,
    percent: string,
    rule: VoteResult['quorum']['heads'],
    figures: string[],
  ) =>
    html`<tr><th scope="row">${name[language]}</th>${figures.map((each) => html`<td class="n">${each}</td>`)}<td class="n">${percent} %<br><small>${fraction}</small></td><td>${ruleWords(rule, language)} <small>${rule.source}</small></td></tr>`;
  const both = [heads, area].map(({ [language]: name }) => name);
  const columns = [text('全体', 'All'), text('参与', 'Took part'), text('至少须', 'Needed'), text('占比', 'Share')];
  return html`<div class="wide" tabindex="0"><table aria-label="${both.join(' / ')}"><thead><tr><th scope="col"></th>${columns.map((each) => html`<th class="n" scope="col">${each[language]}</th>`)}<th scope="col">${text('规则', 'Rule')[language]}</th></tr></thead><tbody>
${line(heads, participation.heads, participation.headsPercent, quorum.heads, [total.heads, participating.heads, quorum.heads.needed.heads].map(String))}
${line(area, participation.area, participation.areaPercent, quorum.area, [total.area, participating.area, quorum.area.needed.area].map(squareMetres))}
</tbody></table></div><p class="note">${text('是否达到法定参与比例：', 'Quorum: ')[language]}${enough(quorum.reached)[language]}</p>`;
}

function itemTable(item: VoteResult['items'][number], participating: VoteShare, language: Language): Html {
  const { title, yes, no, abstained, approval, passed, yesHeads, yesArea, rule } = item;
  const kind = rule === 'special' ? text('特别事项', 'special decision') : text('一般事项', 'ordinary decision');
  const columns = [
    text('同意', 'Yes'),
    text('反对', 'No'),
    text('弃权', 'Abstained'),
    text('合计', 'Together'),
    text('同意至少须', 'Yes needed'),
  ];
  const shown = [yes, no, abstained, participating, approval.needed];
  return html`<section><h3>${title} · ${(passed ? text('通过', 'passed') : text('未通过', 'not passed'))[language]}</h3>
<p class="note">${kind[language]}：${text('参与表决者同意', 'of those taking part, agree')[language]} ${ruleWords(approval, language)} <small>${approval.source}</small></p>
<div class="wide" tabindex="0"><table><thead><tr><th scope="col"></th>${columns.map((each) => html`<th class="n" scope="col">${each[language]}</th>`)}<th class="n" scope="col">${text('同意占比', 'Yes, exactly')[language]}</th></tr></thead><tbody>
<tr><th scope="row">${heads[language]}</th>${shown.map((each) => html`<td class="n">${each.heads}</td>`)}<td class="n">${yesHeads}</td></tr>
<tr><th scope="row">${area[language]}</th>${shown.map((each) => html`<td class="n">${squareMetres(each.area)}</td>`)}<td class="n">${yesArea}</td></tr>
</tbody></table></div></section>`;
}
