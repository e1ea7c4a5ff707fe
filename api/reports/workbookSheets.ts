import { dayOf } from '../../domain/calendar/calendar.ts';
import { type Rung } from '../../domain/case/task.ts';
import { isAccepted, isOpen } from '../../domain/figures/caseFigures.ts';
import { figureDefinitions } from '../../domain/figures/definitions.ts';
import type { Figure } from '../../domain/figures/figure.ts';
import { computeFigures } from '../../domain/figures/figures.ts';
import { workingDaysBetween } from '../../domain/figures/forecast.ts';
import { type leagueKeys, leagueTable } from '../../domain/figures/league.ts';
import { type Language, type Text, text } from '../../domain/text.ts';
import { officeTitle, resultTitle, rungTitle, stageTitle } from '../../domain/timeline/summary.ts';
import { eventsOf, placesOf, streetOf } from '../figures/figureData.ts';
import { openDatedTasks } from '../figures/overdueTasks.ts';
import { presentOf } from '../present/case.ts';
import type { SpaceServices } from '../services.ts';
import { type CampaignReport, placeName } from './campaignReport.ts';
import type { ReportCell, ReportSheet } from './sheetCells.ts';
import { routeWords, statusWords, unitWords, words } from './words.ts';

type Column = [title: Text, width: number];

const compound: Column[] = [
  [text('小区', 'Compound'), 24],
  [text('街道', 'Street'), 18],
];

const sheet = (name: Text, columns: readonly Column[], rows: ReportSheet['rows'], language: Language): ReportSheet => ({
  name: name[language],
  header: columns.map(([title, width]) => ({ title: title[language], width })),
  rows,
});

/** Every compound of the campaign, and its case where it has one. */
export function casesSheet(report: CampaignReport, language: Language): ReportSheet {
  const rows = new Map(report.rows.map((row) => [row.id, row]));
  const listed = new Map(report.compounds.map((each) => [each.compound, each]));
  const lines = [
    ...report.compounds.map((each) => ({ compound: each.compound, name: each.name, scope: each.scope, id: each.case })),
    ...report.rows
      .filter((row) => listed.get(row.compound)?.case !== row.id)
      .map((row) => ({ compound: row.compound, name: row.name, scope: `${row.street}/`, id: row.id })),
  ];
  const columns: Column[] = [
    [text('小区编号', 'Compound id'), 14],
    ...compound,
    [text('案件', 'Case'), 26],
    [text('进入途径', 'Route'), 16],
    [text('列入理由', 'Reason'), 44],
    [text('状态', 'Status'), 12],
    [text('当前环节', 'Stage'), 22],
    [text('列入日期', 'Listed on'), 12],
    [text('结束日期', 'Ended on'), 12],
    [text('责任县级领导', 'County-level leader'), 20],
    [text('红领书记', 'Red secretary'), 20],
    [text('结对部门', 'Paired departments'), 28],
    [text('已验收', 'Accepted'), 10],
    [text('反弹次数', 'Relapses'), 10],
    [text('逾期', 'Overdue'), 8],
    [text('最近期限', 'Next due'), 12],
  ];
  const yesNo = (flag: boolean): string => words[flag ? 'yes' : 'no'][language];
  const content = lines.map(({ compound: id, name, scope, id: caseId }): ReportCell[] => {
    const row = caseId === null ? undefined : rows.get(caseId);
    const document = caseId === null ? undefined : report.cases.get(caseId);
    const entry = listed.get(id);
    const team = document?.facts.team ?? {};
    const route = row?.route ?? entry?.route ?? '';
    const departments = Object.keys(team).filter((seat) => seat.startsWith('department'));
    const head = [id, name, placeName(report, streetOf(scope)), caseId, routeWords(route, language)];
    const reason = entry?.reason[language] ?? null;
    const staffing = [
      team['leader']?.unit ?? entry?.staffing.leader ?? null,
      team['redSecretary']?.unit ?? entry?.staffing.redSecretary ?? null,
      (departments.length > 0
        ? departments.map((seat) => team[seat]?.unit ?? '')
        : (entry?.staffing.departments ?? [])
      ).join('、'),
    ];
    if (row === undefined || document === undefined) {
      return [...head, reason, words.notStarted[language], null, null, null, ...staffing, null, null, null, null];
    }
    return [
      ...head,
      reason,
      row.status === 'completed' && row.outcome !== null
        ? (report.procedure.outcomes[row.outcome]?.[language] ?? row.outcome)
        : statusWords[row.status][language],
      row.stage === null ? null : (report.procedure.stages[row.stage]?.title[language] ?? row.stage),
      { day: row.listedOn },
      row.endedOn === null ? null : { day: row.endedOn },
      ...staffing,
      yesNo(isAccepted(row, '9999-12-31')),
      document.facts.relapseCount ?? 0,
      yesNo(row.overdue),
      isOpen(row) && document.dueAt ? { day: lastDay(document.dueAt) } : null,
    ];
  });
  return sheet(text('案件', 'Cases'), columns, content, language);
}

/** The last day of a due date, whose instant is the end of it. */
function lastDay(dueAt: Date): string {
  return dayOf(new Date(dueAt.getTime() - 1).toISOString());
}

/** Every visit of every stage. */
export function stagesSheet(report: CampaignReport, language: Language): ReportSheet {
  const columns: Column[] = [
    [text('案件', 'Case'), 26],
    ...compound,
    [text('环节', 'Stage'), 28],
    [text('开始', 'Began'), 17],
    [text('结束', 'Ended'), 17],
    [text('结果', 'Result'), 16],
  ];
  function* lines(): Generator<ReportCell[]> {
    for (const row of report.rows) {
      const visits = [...row.visits].sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
      for (const { stage, visit, status, result, openedAt, closedAt } of visits) {
        yield [
          row.id,
          row.name,
          placeName(report, row.street),
          stageTitle(report.procedure, `${stage}#${visit}`, language),
          { at: openedAt },
          closedAt === undefined ? null : { at: closedAt },
          status === 'superseded'
            ? words.superseded[language]
            : result === undefined
              ? null
              : resultTitle(report.procedure, stage, result, language),
        ];
      }
    }
  }
  return sheet(text('环节', 'Stages'), columns, lines(), language);
}

/** What is asked of whom until when. */
export async function deadlinesSheet(
  space: SpaceServices,
  report: CampaignReport,
  language: Language,
): Promise<ReportSheet> {
  const columns: Column[] = [
    [text('案件', 'Case'), 26],
    ...compound,
    [text('任务', 'Task'), 34],
    [text('办理单位', 'Office'), 22],
    [text('具体单位', 'Unit'), 16],
    [text('下达', 'Asked'), 17],
    [text('期限', 'Due on'), 12],
    [text('逾期', 'Overdue'), 8],
    [text('剩余工作日（负为逾期）', 'Working days left (overdue: negative)'), 14],
    [text('督办阶梯', 'Rung reached'), 14],
  ];
  const rows = new Map(report.rows.map((row) => [row.id, row]));
  const calendar = space.policies.calendar();
  const tasks = await openDatedTasks(space, [...report.cases.values()]);
  const content = tasks.flatMap((task): ReportCell[][] => {
    const row = rows.get(task.case);
    const document = report.cases.get(task.case);
    if (row === undefined || document === undefined || task.dueAt === null) return [];
    const present = space.space === 'live' ? report.wall : presentOf(document, report.wall);
    const [today, last] = [dayOf(present.toISOString()), lastDay(task.dueAt)];
    const late = task.dueAt <= present;
    const rung = (['interview', 'supervise', 'red', 'yellow'] satisfies Rung[]).find((each) =>
      task.fired.includes(each),
    );
    return [
      [
        row.id,
        row.name,
        placeName(report, row.street),
        stageTitle(report.procedure, task.id, language),
        officeTitle(task.office, language),
        task.unit ?? null,
        { at: task.openedAt },
        { day: last },
        words[late ? 'yes' : 'no'][language],
        late ? -workingDaysBetween(calendar, last, today) : workingDaysBetween(calendar, today, last),
        rung === undefined ? null : rungTitle(rung, language),
      ],
    ];
  });
  return sheet(text('期限', 'Deadlines'), columns, content, language);
}

/** Every rung that was climbed within the window. */
export async function ladderSheet(
  space: SpaceServices,
  report: CampaignReport,
  language: Language,
): Promise<ReportSheet> {
  const columns: Column[] = [
    [text('时间', 'At'), 17],
    [text('阶梯', 'Rung'), 14],
    [text('案件', 'Case'), 26],
    ...compound,
    [text('任务', 'Task'), 34],
    [text('送达', 'To'), 22],
  ];
  const rows = new Map(report.rows.map((row) => [row.id, row]));
  const content: ReportCell[][] = [];
  for await (const { case: id, event } of eventsOf(
    space,
    placesOf(report.rows.map(({ street }) => street)),
    report.window,
  )) {
    const row = rows.get(id);
    if (row === undefined || event.type !== 'escalated') continue;
    const word = (name: string): string => (typeof event.data[name] === 'string' ? event.data[name] : '');
    content.push([
      { at: word('reachedAt') || event.at },
      rungTitle(word('rung'), language),
      id,
      row.name,
      placeName(report, row.street),
      stageTitle(report.procedure, event.stage ?? '', language),
      officeTitle(word('to'), language),
    ]);
  }
  return sheet(text('督办', 'Ladder steps'), columns, content, language);
}

const parts: Column[] = [
  [text('数值', 'Value'), 12],
  [text('分子', 'Numerator'), 11],
  [text('分母', 'Denominator'), 11],
  [text('样本量', 'Sample'), 10],
];

/** To four digits, shares and changes shown in per cent; exact are numerator and denominator beside it. */
function valueCells({ key, value, sample }: Figure): ReportCell[] {
  if (value === null) return [null, null, null, sample];
  const rounded = Math.round((10_000 * value.numerator) / value.denominator) / 10_000;
  const { unit } = figureDefinitions[key];
  const shown = unit === 'share' || unit === 'change' ? { share: rounded } : rounded;
  return [shown, value.numerator, value.denominator, sample];
}

/** The figures with their definitions, of the campaign and then of each street. */
export function figuresSheets(report: CampaignReport, language: Language): ReportSheet[] {
  const { data, window } = report;
  const columns: Column[] = [
    [text('指标', 'Figure'), 24],
    ...parts,
    [text('样本', 'Sample of'), 22],
    [text('单位', 'Unit'), 14],
    [text('期间', 'Window'), 18],
    [text('数据来源', 'Source'), 26],
    [text('口径', 'Definition'), 70],
    [text('无数值的原因', 'Why there is no value'), 50],
  ];
  const figures = computeFigures(data, window).map((figure): ReportCell[] => {
    const { title, unit, source, definition, sample } = figureDefinitions[figure.key];
    return [
      title[language],
      ...valueCells(figure),
      sample[language],
      unitWords[unit][language],
      `${window.from} – ${window.to}`,
      source[language],
      definition[language],
      figure.reason?.[language] ?? null,
    ];
  });
  const streets = leagueTable(data, window).flatMap(({ street, rank, figures: of }) =>
    of.map((figure): ReportCell[] => [
      placeName(report, street),
      rank,
      figureDefinitions[figure.key].title[language],
      ...valueCells(figure),
    ]),
  );
  const streetColumns: Column[] = [
    [text('街道', 'Street'), 20],
    [figureTitle('acceptanceRate', text('名次：', 'Rank by ')), 16],
    [text('指标', 'Figure'), 24],
    ...parts,
  ];
  return [
    sheet(text('指标', 'Figures'), columns, figures, language),
    sheet(text('街道指标', 'Figures by street'), streetColumns, streets, language),
  ];
}

function figureTitle(key: (typeof leagueKeys)[number], before: Text): Text {
  const { title } = figureDefinitions[key];
  return text(before.zh + title.zh, before.en + title.en.toLowerCase());
}
