import { Empty, Select, Table } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import '../shared/shared.css';
import { useCount } from '../shared/text.ts';
import type { Ranking } from './RankingStatus.tsx';
import { useRankingWords } from './words.ts';

type Row = ItemOf<'getRanking'>;

/** The rows of one version of a month. */
export function MonthFigures({ month, ranking }: { month: string; ranking: Ranking | undefined }) {
  const say = useRankingWords();
  const count = useCount();
  const [search, setSearch] = useSearchParams();
  const version = Number(search.get('version') ?? ranking?.published ?? ranking?.latest ?? 0);
  const sort = search.get('sort') === 'change' ? 'change' : 'rank';
  const list = usePages(
    'getRanking',
    { path: { month }, query: { version, sort } },
    { enabled: ranking !== undefined, limit: 100 },
  );
  if (!ranking) return <Empty description={say('noFigures')} />;
  const set = (name: string, value: string) =>
    setSearch((before) => {
      before.set(name, value);
      return before;
    });
  return (
    <div className="stack">
      <div className="toolbar">
        <label htmlFor="ranking-version">
          {say('version')}
          <Select
            id="ranking-version"
            value={version}
            style={{ minWidth: 180 }}
            options={ranking.versions.map((each) => ({
              value: each.version,
              label: say(each.version === ranking.published ? 'versionPublished' : 'versionN', {
                version: each.version,
              }),
            }))}
            onChange={(value: number) => set('version', String(value))}
          />
        </label>
        <label htmlFor="ranking-sort">
          {say('sort')}
          <Select
            id="ranking-sort"
            value={sort}
            style={{ minWidth: 150 }}
            options={[
              { value: 'rank', label: say('byRank') },
              { value: 'change', label: say('byChange') },
            ]}
            onChange={(value: string) => set('sort', value)}
          />
        </label>
      </div>
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading />
      ) : (
        <>
          <Table<Row>
            size="middle"
            rowKey="compound"
            dataSource={list.items}
            pagination={false}
            scroll={{ x: 'max-content' }}
            columns={[
              {
                title: say('rank'),
                align: 'right',
                className: 'num',
                width: 110,
                render: (_, { cityRank, rankGiven }) => (
                  <>
                    {cityRank ?? '–'}
                    {cityRank !== null && !rankGiven && <small className="faint"> {say('computed')}</small>}
                  </>
                ),
              },
              {
                title: say('compound'),
                render: (_, { compound, name }) => (
                  <Link to={`/registers/compounds/${encodeURIComponent(compound)}`}>
                    {name} <span className="faint">{compound}</span>
                  </Link>
                ),
              },
              { title: say('complaints'), align: 'right', className: 'num', render: (_, row) => count(row.complaints) },
              {
                title: say('property'),
                align: 'right',
                className: 'num',
                render: (_, row) => count(row.propertyComplaints),
              },
              {
                title: say('change'),
                align: 'right',
                className: 'num',
                render: (_, { change }) =>
                  change === null ? '–' : change > 0 ? `↑ ${change}` : change < 0 ? `↓ ${-change}` : '0',
              },
              {
                title: say('satisfaction'),
                align: 'right',
                className: 'num',
                render: (_, { satisfied, surveyed }) => `${satisfied} / ${surveyed}`,
              },
            ]}
          />
          <More list={list} />
        </>
      )}
    </div>
  );
}
