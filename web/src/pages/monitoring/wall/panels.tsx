import type { ReactNode } from 'react';
import type { Answer } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { lastDayOf } from '../../../parts/days.ts';
import { useLanguage } from '../../../words/words.ts';
import { placesOf, type Selection } from '../selection.ts';
import { type Figure, inLanguage, percent, valueWords } from '../values.ts';
import { useMonitoringWords } from '../words.ts';

type Dashboard = Answer<'getDashboard'>;

export interface Panel {
  key: string;
  title: string;
  content: ReactNode;
}

/** More lines than this cannot be read from the back of a hall. */
const lines = 7;

/** What there is to show; a panel without anything in it is left out. */
export function usePanels(dashboard: Dashboard | undefined, selection: Selection, refreshMs: number): Panel[] {
  const say = useMonitoringWords();
  const language = useLanguage();
  const options = { refetchInterval: refreshMs };
  const trend = useRead('getComplaintTrend', { query: selection }, options);
  const forecast = useRead('getForecast', { query: { ...placesOf(selection), limit: lines } }, options);
  if (!dashboard) return [];
  const { figures, stages, streets } = dashboard;
  const numbers = (keys: readonly Figure['key'][]) => (
    <Numbers figures={keys.flatMap((key) => figures.find((each) => each.key === key) ?? [])} />
  );
  const { before, after, compared = 0 } = trend.data ?? {};
  const late = (forecast.data?.items ?? []).filter(({ state }) => state === 'late');
  const most = Math.max(1, ...stages.map(({ count }) => count));
  const panels: (Panel & { when: boolean })[] = [
    {
      key: 'progress',
      title: say('progress'),
      when: true,
      content: numbers(['listed', 'acceptanceRate', 'conversionRate', 'overdueNow']),
    },
    {
      key: 'people',
      title: say('people'),
      when: figures.some(({ key, value }) => key === 'monthlyMeanComplaints' && value !== null),
      content: numbers(['complaintChangeYoY', 'monthlyMeanComplaints', 'zeroComplaintCompounds', 'satisfaction']),
    },
    {
      key: 'trend',
      title: `${say('trend')} · ${say('compared', { count: compared })}`,
      when: Boolean(before && after),
      content: before && after && (
        <div className="wall-sides">
          <Side
            what={say('meanPerMonth')}
            from={(before.complaints / before.months).toFixed(1)}
            to={(after.complaints / after.months).toFixed(1)}
          />
          {before.surveyed > 0 && after.surveyed > 0 && (
            <Side
              what={say('satisfaction')}
              from={percent({ numerator: before.satisfied, denominator: before.surveyed })}
              to={percent({ numerator: after.satisfied, denominator: after.surveyed })}
            />
          )}
        </div>
      ),
    },
    {
      key: 'stages',
      title: say('stages'),
      when: stages.length > 0,
      content: (
        <ul className="wall-stages">
          {stages.slice(0, lines).map(({ stage, title, count }) => (
            <li key={stage}>
              <span>{inLanguage(title, language)}</span>
              <span className="wall-track" aria-hidden>
                <i style={{ width: `${(100 * count) / most}%` }} />
              </span>
              <b>{count}</b>
            </li>
          ))}
        </ul>
      ),
    },
    {
      key: 'league',
      title: say('league'),
      when: streets.length > 1,
      content: <Streets streets={streets.slice(0, lines)} figures={figures} />,
    },
    {
      key: 'late',
      title: say('wallLate'),
      when: forecast.data !== undefined,
      content:
        late.length === 0 ? (
          <p className="wall-wait">{say('wallNothingLate')}</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">{say('case')}</th>
                <th scope="col">{say('task')}</th>
                <th scope="col">{say('asked')}</th>
                <th scope="col">{say('due')}</th>
              </tr>
            </thead>
            <tbody>
              {late.map(({ case: id, task, subject, stageTitle, officeTitle, dueAt }) => (
                <tr key={`${id}|${task}`}>
                  <th scope="row">{subject.name}</th>
                  <td>{stageTitle}</td>
                  <td>{officeTitle}</td>
                  <td>{lastDayOf(dueAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ),
    },
  ];
  return panels.filter(({ when }) => when);
}

function Numbers({ figures }: { figures: readonly Figure[] }) {
  const say = useMonitoringWords();
  const language = useLanguage();
  return (
    <dl className="wall-numbers">
      {figures.map(({ key, title, unit, value, reason, sample }) => (
        <div key={key}>
          <dt>{inLanguage(title, language)}</dt>
          <dd>{valueWords(unit, value)}</dd>
          <dd className="wall-sample">
            {reason
              ? inLanguage(reason, language)
              : say('sampleOf', { size: sample.size, of: inLanguage(sample.of, language) })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Side({ what, from, to }: { what: string; from: string; to: string }) {
  const say = useMonitoringWords();
  return (
    <dl>
      <dt>{what}</dt>
      <dd>
        <small>{say('before')}</small>
        {from}
      </dd>
      <dd>
        <small>{say('after')}</small>
        {to}
      </dd>
    </dl>
  );
}

const leagueKeys = ['listed', 'acceptanceRate', 'onTimeRate', 'overdueNow'] as const satisfies Figure['key'][];

function Streets({ streets, figures }: { streets: Dashboard['streets']; figures: readonly Figure[] }) {
  const say = useMonitoringWords();
  const language = useLanguage();
  const columns = leagueKeys.flatMap((key) => figures.find((each) => each.key === key) ?? []);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say('rank')}</th>
          <th scope="col">{say('street')}</th>
          {columns.map(({ key, title }) => (
            <th key={key} scope="col" className="number">
              {inLanguage(title, language)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {streets.map(({ street, name, rank, figures: own }) => (
          <tr key={street}>
            <td>{rank ?? '—'}</td>
            <th scope="row">{name}</th>
            {columns.map(({ key, unit }) => (
              <td key={key} className="number">
                {valueWords(unit, own.find((each) => each.key === key)?.value ?? null)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
