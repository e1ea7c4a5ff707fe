import type { Answer } from '../../api/client.ts';
import type { Cell } from '../../parts/csv.ts';
import type { Language } from '../../words/words.ts';
import { type Figure, inLanguage, type Value, valueWords } from './values.ts';

type Dashboard = Answer<'getDashboard'>;
type Trend = Answer<'getComplaintTrend'>;

interface Words {
  heads: readonly [
    part: string,
    of: string,
    figure: string,
    value: string,
    numerator: string,
    denominator: string,
    sample: string,
    note: string,
  ];
  figures: string;
  stages: string;
  league: string;
  offices: string;
  overdueTasks: string;
  trend: string;
  complaints: string;
  satisfaction: string;
}

/** Everything the dashboard shows as one long table: a line for each value, rounded and exact. */
export function dashboardRows(
  dashboard: Dashboard,
  trend: Trend | undefined,
  language: Language,
  words: Words,
): Cell[][] {
  const titles = new Map(dashboard.figures.map((figure) => [figure.key, figure]));
  const exact = (unit: Figure['unit'], value: Value | null): Cell[] => [
    valueWords(unit, value).replace('−', '-').replaceAll(',', ''),
    value?.numerator,
    value?.denominator,
  ];
  const { window } = dashboard;
  const period = window.from === window.to ? window.to : `${window.from}–${window.to}`;
  return [
    [...words.heads],
    ...dashboard.figures.map(({ title, unit, value, sample, reason, definition }) => [
      words.figures,
      period,
      inLanguage(title, language),
      ...exact(unit, value),
      sample.size,
      inLanguage(reason ?? definition, language),
    ]),
    ...dashboard.stages.map(({ title, count }) => [
      words.stages,
      inLanguage(title, language),
      words.stages,
      count,
      count,
      1,
    ]),
    ...dashboard.streets.flatMap(({ name, figures }) =>
      figures.map(({ key, value, sample, reason }) => {
        const figure = titles.get(key);
        return [
          words.league,
          name,
          figure ? inLanguage(figure.title, language) : key,
          ...exact(figure?.unit ?? 'count', value),
          sample,
          reason ? inLanguage(reason, language) : '',
        ];
      }),
    ),
    ...dashboard.offices.flatMap(({ title, onTime, rework, overdueNow }) => {
      const line = (figure: string, cells: Cell[]) => [words.offices, inLanguage(title, language), figure, ...cells];
      const name = (key: Figure['key']) => {
        const figure = titles.get(key);
        return figure ? inLanguage(figure.title, language) : key;
      };
      return [
        line(name('onTimeRate'), exact('share', onTime)),
        line(name('reworkRate'), exact('share', rework)),
        line(words.overdueTasks, [overdueNow, overdueNow, 1]),
      ];
    }),
    ...(trend?.months ?? []).flatMap(({ month, complaints, satisfied, surveyed }) => {
      if (complaints === null) return [];
      const share = surveyed && satisfied !== null ? { numerator: satisfied, denominator: surveyed } : null;
      return [
        [words.trend, month, words.complaints, complaints, complaints, 1, trend?.compounds],
        [words.trend, month, words.satisfaction, ...exact('share', share), surveyed],
      ];
    }),
  ];
}
