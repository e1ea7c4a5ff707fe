import { Card, Empty, Segmented, Table } from 'antd';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router';
import type { Answer } from '../../api/client.ts';
import { useRead } from '../../api/queries.ts';
import { Failure } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { useLanguage } from '../../words/words.ts';
import type { Selection } from './selection.ts';
import { inLanguage, percent } from './values.ts';
import { useMonitoringWords } from './words.ts';

export type TrendView = Answer<'getComplaintTrend'>;
type Month = TrendView['months'][number];
type Side = NonNullable<TrendView['before']>;

const TrendChart = lazy(() => import('./TrendChart.tsx').then((module) => ({ default: module.TrendChart })));

/** Complaints and satisfaction before and after the compounds were listed: in words, as a chart, as a table. */
export function Trend({ selection }: { selection: Selection }) {
  const say = useMonitoringWords();
  const [params, setParams] = useSearchParams();
  const asTable = params.get('trend') === 'table';
  const trend = useRead('getComplaintTrend', { query: selection });
  return (
    <Card
      title={<h2>{say('trend')}</h2>}
      extra={
        <Segmented
          aria-label={say('trendAs')}
          value={asTable ? 'table' : 'chart'}
          options={[
            { value: 'chart', label: say('chart') },
            { value: 'table', label: say('table') },
          ]}
          onChange={(next) =>
            setParams(
              (before) => {
                const search = new URLSearchParams(before);
                if (next === 'table') search.set('trend', 'table');
                else search.delete('trend');
                return search;
              },
              { replace: true },
            )
          }
        />
      }
    >
      {trend.data ? (
        <Content trend={trend.data} asTable={asTable} />
      ) : trend.error ? (
        <Failure problem={trend.error} retry={trend.refetch} />
      ) : (
        <Loading rows={9} />
      )}
    </Card>
  );
}

function Content({ trend, asTable }: { trend: TrendView; asTable: boolean }) {
  const say = useMonitoringWords();
  const language = useLanguage();
  const { compounds, listed, compared, before, after, months } = trend;
  if (compounds === 0) return <Empty description={listed === 0 ? say('noneListed') : say('noMonths')} />;
  return (
    <>
      {before && after ? (
        <Table<{ key: string; what: string; before: string; after: string }>
          className="sides"
          size="small"
          pagination={false}
          dataSource={[
            { key: 'complaints', what: say('meanPerMonth'), before: mean(before), after: mean(after) },
            { key: 'satisfaction', what: say('satisfaction'), before: satisfied(before), after: satisfied(after) },
          ]}
          columns={[
            { title: say('compared', { count: compared }), dataIndex: 'what', rowScope: 'row' },
            { title: say('before'), dataIndex: 'before', align: 'right' },
            { title: say('after'), dataIndex: 'after', align: 'right' },
          ]}
        />
      ) : (
        <p className="faint">{say('notCompared')}</p>
      )}
      {asTable ? (
        <Table<Month>
          rowKey="month"
          size="small"
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={months}
          columns={[
            { title: say('month'), dataIndex: 'month', rowScope: 'row' },
            { title: say('complaints'), align: 'right', render: (_, { complaints }) => complaints ?? '—' },
            { title: say('satisfaction'), align: 'right', render: (_, month) => satisfied(month) },
            { title: say('surveyed'), align: 'right', render: (_, { surveyed }) => surveyed ?? '—' },
            { title: say('listedByThen'), dataIndex: 'listed', align: 'right' },
          ]}
        />
      ) : (
        <Suspense fallback={<Loading rows={9} />}>
          <TrendChart months={months} />
        </Suspense>
      )}
      <p className="faint note">
        {say('trendSample', { compounds, listed })} {inLanguage(trend.definition, language)}
      </p>
    </>
  );
}

const mean = ({ complaints, months }: Side): string => (complaints / months).toFixed(1);

function satisfied({ satisfied: good, surveyed }: { satisfied: number | null; surveyed: number | null }): string {
  return good === null || surveyed === null || surveyed === 0
    ? '—'
    : percent({ numerator: good, denominator: surveyed });
}
