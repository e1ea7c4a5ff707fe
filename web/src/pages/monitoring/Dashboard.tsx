import { DesktopOutlined, DownloadOutlined } from '@ant-design/icons';
import { Button, Collapse, Empty } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import type { Answer } from '../../api/client.ts';
import { useRead } from '../../api/queries.ts';
import { saveCsv } from '../../parts/csv.ts';
import { minuteOf } from '../../parts/days.ts';
import { Failure } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { Page } from '../../parts/Page.tsx';
import { useLanguage } from '../../words/words.ts';
import { dashboardRows } from './exportDashboard.ts';
import { FigureCard } from './FigureCard.tsx';
import { FigureCases } from './FigureCases.tsx';
import { League } from './League.tsx';
import { Offices } from './Offices.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { Stages } from './Stages.tsx';
import { searchWith, useSelection } from './selection.ts';
import { Trend } from './Trend.tsx';
import { type Figure, inLanguage } from './values.ts';
import { useMonitoringWords } from './words.ts';

type View = Answer<'getDashboard'>;

/** Figures that belong together; those that are not named here come last. */
const groups = [
  { word: 'people', keys: ['complaintChangeYoY', 'monthlyMeanComplaints', 'zeroComplaintCompounds', 'satisfaction'] },
  {
    word: 'progress',
    keys: ['listed', 'acceptanceRate', 'conversionRate', 'closed', 'dynamicInclusionCount', 'teamOnSite'],
  },
  { word: 'trouble', keys: ['overdueNow', 'relapses', 'planReturns', 'acceptanceFailures'] },
] as const satisfies { word: string; keys: Figure['key'][] }[];
const grouped: readonly string[] = groups.flatMap(({ keys }) => [...keys]);

/** The figures of the campaign, each with its definition and the cases behind it. */
export function Dashboard() {
  const say = useMonitoringWords();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [selection, change] = useSelection();
  const dashboard = useRead('getDashboard', { query: selection });
  const { data } = dashboard;
  return (
    <Page
      title={say('dashboard')}
      aside={data && <span className="faint">{say('asOf', { at: minuteOf(data.at) })}</span>}
      actions={
        <>
          <Button
            icon={<DesktopOutlined />}
            onClick={() => void navigate(`/wall${searchWith(params, { figure: undefined, trend: undefined })}`)}
          >
            {say('wall')}
          </Button>
          {data && <Export dashboard={data} selection={selection} />}
        </>
      }
    >
      <SelectionBar selection={selection} change={change} window={data?.window} />
      {data ? (
        <Figures data={data} selection={selection} />
      ) : dashboard.error ? (
        <Failure problem={dashboard.error} retry={dashboard.refetch} />
      ) : (
        <Loading rows={16} />
      )}
    </Page>
  );
}

function Figures({ data, selection }: { data: View; selection: ReturnType<typeof useSelection>[0] }) {
  const say = useMonitoringWords();
  const language = useLanguage();
  const { figures } = data;
  const listed = figures.find(({ key }) => key === 'listed');
  const reasons = [...new Set(data.unavailable.map(({ reason }) => inLanguage(reason, language)))];
  const rest = figures.filter(({ key }) => !grouped.includes(key));
  if (listed?.value?.numerator === 0) return <Empty className="nothing" description={say('noneListedHint')} />;
  return (
    <div className="dashboard">
      {groups.map(({ word, keys }) => (
        <Group
          key={word}
          title={say(word)}
          figures={keys.flatMap((key) => figures.find((each) => each.key === key) ?? [])}
        />
      ))}
      <Group title={say('work')} figures={rest} />
      <Trend selection={selection} />
      <League streets={data.streets} figures={figures} />
      <div className="beside">
        <Stages stages={data.stages} />
        <Offices offices={data.offices} figures={figures} />
      </div>
      <Collapse
        ghost
        items={[
          {
            key: 'unavailable',
            label: say('unavailable', { count: data.unavailable.length }),
            children: reasons.map((reason) => (
              <dl key={reason} className="unavailable">
                <dt>{reason}</dt>
                {data.unavailable
                  .filter((each) => inLanguage(each.reason, language) === reason)
                  .map(({ key, title }) => (
                    <dd key={key}>{inLanguage(title, language)}</dd>
                  ))}
              </dl>
            )),
          },
        ]}
      />
      <FigureCases figures={figures} selection={selection} />
    </div>
  );
}

function Group({ title, figures }: { title: string; figures: readonly Figure[] }) {
  if (figures.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <div className="figures">
        {figures.map((figure) => (
          <FigureCard key={figure.key} figure={figure} />
        ))}
      </div>
    </section>
  );
}

function Export({ dashboard, selection }: { dashboard: View; selection: ReturnType<typeof useSelection>[0] }) {
  const say = useMonitoringWords();
  const language = useLanguage();
  const trend = useRead('getComplaintTrend', { query: selection });
  const { from, to } = dashboard.window;
  const save = () =>
    saveCsv(
      [say('dashboard'), selection.campaign, selection.street ?? selection.district, from, to]
        .filter(Boolean)
        .join('-'),
      dashboardRows(dashboard, trend.data, language, {
        heads: [
          say('part'),
          say('of'),
          say('figure'),
          say('value'),
          say('numerator'),
          say('denominator'),
          say('sample'),
          say('note'),
        ],
        figures: say('figures'),
        stages: say('stages'),
        league: say('league'),
        offices: say('offices'),
        overdueTasks: say('overdueTasks'),
        trend: say('trend'),
        complaints: say('complaints'),
        satisfaction: say('satisfaction'),
      }),
    );
  return (
    <Button icon={<DownloadOutlined />} onClick={save}>
      {say('export')}
    </Button>
  );
}
