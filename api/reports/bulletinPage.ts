import { type FigureKey, figureDefinitions } from '../../domain/figures/definitions.ts';
import type { Figure } from '../../domain/figures/figure.ts';
import type { LeagueRow } from '../../domain/figures/league.ts';
import type { Listed, MonthList, monthLists } from '../../domain/figures/monthList.ts';
import { type Language, type Text, text } from '../../domain/text.ts';
import { officeTitle } from '../../domain/timeline/summary.ts';
import { type Bulletin, figureIn, inWords } from './bulletin.ts';
import { bulletinStyle } from './bulletinStyle.ts';
import { type Html, html } from './html.ts';
import { trendChart } from './trendChart.ts';
import { routeWords } from './words.ts';

/** Longer lists are cut, and say so: the workbook has the rest. */
const namesShown = 100;
const lateShown = 8;

/** The bulletin as one page that needs nothing else: no script, no request, for screen and paper. */
export function bulletinPage(bulletin: Bulletin, language: Language): string {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const { title, place, month, madeOn, figures, lists } = bulletin;
  const [year = '', number = ''] = month.split('-');
  const when = say(
    `${year}年${Number(number)}月`,
    new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
  );
  const heading = say('重点小区集中整治月度通报', 'Monthly bulletin on key-compound rectification');
  const page = html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · ${when}</title><style>${bulletinStyle}</style></head>
<body>
<header><h1>${heading}</h1><p>${title} · ${place} · ${when} · ${say(`截至${madeOn}`, `as of ${madeOn}`)}</p></header>
<main>
<p class="lead">${lead(bulletin, language)}</p>
<dl class="cards">${cards.map((key) => card(figureIn(figures, key), language))}</dl>

<h2>${say('各街道情况', 'By street')}</h2>
${streetTable(bulletin.streets, language)}

<h2>${say('投诉走势', 'Complaints')}</h2>
${trendChart(bulletin.trend, language)}

<h2>${say('逾期事项', 'Overdue')}</h2>
${lateTable(bulletin, language)}

<h2>${say('本月进展', 'This month')}</h2>
${(Object.keys(listTitles) as (keyof MonthList)[]).map((name) => listOf(bulletin, name, lists[name], language))}

<h2>${say('指标与口径', 'Figures and how they are computed')}</h2>
${definitions(figures, language)}
</main>
<footer>${say(
    `“在册”指期末前列入、期初前未结束且未因列入有误撤销的整治案件。各项数值由案件时间线和已公布的12345热线数据计算，同样的数据得出同样的结果。`,
    `“On the list” are rectifications listed by the last day of the month, not ended before its first, and not cancelled as listed in error. Every figure is computed from the timelines of the cases and the published figures of the 12345 hotline; the same data give the same figures.`,
  )}</footer>
</body>
</html>
`;
  return page.text;
}

const cards = [
  'acceptanceRate',
  'closed',
  'relapses',
  'complaintChangeYoY',
  'satisfaction',
  'onTimeRate',
  'reworkRate',
  'overdueNow',
] as const satisfies FigureKey[];

/** The month in one breath. */
function lead({ figures, lists }: Bulletin, language: Language): string {
  const listed = figureIn(figures, 'listed').value?.numerator ?? 0;
  const accepted = figureIn(figures, 'acceptanceRate');
  const overdue = figureIn(figures, 'overdueNow').value?.numerator ?? 0;
  const passed = accepted.value?.numerator ?? 0;
  const { included, observed, relapsed, closed } = lists;
  return text(
    `在册小区整治案件${listed}个，已通过中期验收${passed}个（${inWords(accepted)}）；本月新纳入${included.length}个，观察期内${observed.length}个，反弹${relapsed.length}个，销号${closed.length}个；当前有逾期事项的案件${overdue}个。`,
    `${listed} rectifications are on the list; ${passed} have passed the mid-term acceptance (${inWords(accepted)}). This month ${included.length} were newly included, ${observed.length} are under observation, ${relapsed.length} relapsed and ${closed.length} were closed. Something is overdue in ${overdue}.`,
  )[language];
}

function card(figure: Figure, language: Language): Html {
  const { title, unit, sample } = figureDefinitions[figure.key];
  const { value, reason } = figure;
  const exact =
    value === null
      ? (reason?.[language] ?? '')
      : unit === 'share'
        ? `${value.numerator} / ${value.denominator}`
        : `${sample[language]} ${figure.sample}`;
  return html`<div><dt>${title[language]}</dt><dd>${inWords(figure)}<small>${exact}</small></dd></div>`;
}

const listTitles: Record<(typeof monthLists)[number], Text> = {
  included: text('新纳入', 'Newly included'),
  accepted: text('通过中期验收', 'Accepted'),
  observed: text('观察期内', 'Under observation'),
  relapsed: text('反弹', 'Relapsed'),
  closed: text('销号', 'Closed'),
};

/** Names street by street, each with its day. */
function listOf({ streetName }: Bulletin, name: keyof MonthList, entries: readonly Listed[], language: Language): Html {
  const shown = entries.slice(0, namesShown);
  const more = entries.length - shown.length;
  const since = name === 'observed' ? text('自', 'since ')[language] : '';
  const route = (key: string): string => (name === 'included' ? `${routeWords(key, language)} ` : '');
  const streets = [...new Set(shown.map(({ row }) => row.street))].sort();
  const lines = streets.map((street) => {
    const names = shown
      .filter(({ row }) => row.street === street)
      .map(({ row, on }) => html`<span>${row.name} <small>${route(row.route)}${since}${on.slice(5)}</small></span> `);
    return html`<p class="names"><b>${streetName(street)}</b>${names}</p>`;
  });
  const rest =
    more > 0
      ? html`<p class="note">${text(`另有${more}个，见工作簿。`, `And ${more} more: see the workbook.`)[language]}</p>`
      : null;
  const none = entries.length === 0 ? html`<p class="none">${text('无', 'None')[language]}</p>` : null;
  return html`<section><h3>${listTitles[name][language]} (${entries.length})</h3>${lines}${rest}${none}</section>`;
}

const columns = [
  'listed',
  'acceptanceRate',
  'conversionRate',
  'relapses',
  'onTimeRate',
  'reworkRate',
  'overdueNow',
  'complaintChangeYoY',
  'satisfaction',
] as const satisfies FigureKey[];

function streetTable(streets: readonly (LeagueRow & { name: string })[], language: Language): Html {
  if (streets.length === 0) return html`<p class="none">${text('无', 'None')[language]}</p>`;
  const rows = streets.map(
    ({ name, rank, figures }) =>
      html`<tr><td class="n">${rank ?? '—'}</td><th scope="row">${name}</th>${columns.map((key) => {
        const figure = figureIn(figures, key);
        const exact = figureDefinitions[key].unit === 'share' && figure.value !== null;
        return html`<td class="n">${inWords(figure)}${exact ? html`<br><small>${figure.value?.numerator ?? 0}/${figure.value?.denominator ?? 0}</small>` : null}</td>`;
      })}</tr>`,
  );
  const head = columns.map((key) => html`<th class="n" scope="col">${short[key][language]}</th>`);
  return html`<p class="note">${text('按验收率排名；口径见后。', 'Ranked by acceptance rate; definitions below.')[language]}</p>
<div class="wide" tabindex="0"><table><thead><tr><th class="n" scope="col">${text('名次', 'Rank')[language]}</th><th scope="col">${text('街道', 'Street')[language]}</th>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Titles that fit the head of a narrow column. */
const short: Record<(typeof columns)[number], Text> = {
  listed: text('在册', 'Listed'),
  acceptanceRate: text('验收率', 'Accepted'),
  conversionRate: text('转化率', 'Converted'),
  relapses: text('反弹', 'Relapsed'),
  onTimeRate: text('按期率', 'On time'),
  reworkRate: text('返工率', 'Rework'),
  overdueNow: text('逾期', 'Overdue'),
  complaintChangeYoY: text('投诉同比', 'Complaints y/y'),
  satisfaction: text('满意率', 'Satisfied'),
};

function lateTable({ late, streetName, madeOn }: Bulletin, language: Language): Html {
  const note = text(`截至${madeOn}，按办理单位；天数为工作日。`, `As of ${madeOn}, by office; days are working days.`)[
    language
  ];
  if (late.length === 0) return html`<p class="none">${text('无逾期事项。', 'Nothing is overdue.')[language]}</p>`;
  const bodies = late.map(({ office, tasks }) => {
    const more = tasks.length - lateShown;
    const rows = tasks
      .slice(0, lateShown)
      .map(
        (task, index) =>
          html`<tr>${
            index === 0
              ? html`<th scope="rowgroup" rowspan="${Math.min(tasks.length, lateShown) + (more > 0 ? 1 : 0)}">${officeTitle(office, language)}<br><small>${text(`${tasks.length}项`, `${tasks.length} overdue`)[language]}</small></th>`
              : null
          }<td>${task.compound} <small>${streetName(task.street)}</small></td><td>${task.task}</td><td class="n">${task.dueOn}</td><td class="n">${task.daysLate}</td></tr>`,
      );
    const rest =
      more > 0
        ? html`<tr><td colspan="4"><small>${text(`另有${more}项，见工作簿`, `and ${more} more: see the workbook`)[language]}</small></td></tr>`
        : null;
    return html`<tbody>${rows}${rest}</tbody>`;
  });
  const heads = [text('办理单位', 'Office'), text('小区', 'Compound'), text('事项', 'Task')];
  return html`<p class="note">${note}</p><div class="wide" tabindex="0"><table><thead><tr>${heads.map((each) => html`<th scope="col">${each[language]}</th>`)}<th class="n" scope="col">${text('期限', 'Due on')[language]}</th><th class="n" scope="col">${text('逾期', 'Days late')[language]}</th></tr></thead>${bodies}</table></div>`;
}

function definitions(figures: readonly Figure[], language: Language): Html {
  const heads = [
    text('指标', 'Figure'),
    text('本月', 'Month'),
    text('样本', 'Sample'),
    text('口径与来源', 'Definition and source'),
  ];
  const rows = figures.map((figure) => {
    const { title, definition, sample, source } = figureDefinitions[figure.key];
    const why = figure.reason ? html`<br><em>${figure.reason[language]}</em>` : null;
    return html`<tr><th scope="row">${title[language]}</th><td class="n">${inWords(figure)}</td><td>${figure.sample} <small>${sample[language]}</small></td><td>${definition[language]}${why}<br><small>${source[language]}</small></td></tr>`;
  });
  return html`<div class="wide" tabindex="0"><table><thead><tr>${heads.map((each, index) => html`<th scope="col" class="${index === 1 ? 'n' : ''}">${each[language]}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
