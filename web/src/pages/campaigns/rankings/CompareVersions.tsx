import { Empty, Select, Table } from 'antd';
import { useSearchParams } from 'react-router';
import type { RankingComparison } from '../../../api/operations.ts';
import { useRead } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import '../shared/shared.css';
import type { Ranking } from './RankingStatus.tsx';
import { useRankingWords } from './words.ts';

type Difference = RankingComparison['differences'][number];
type Figures = NonNullable<Difference['from']>;

/** Which compounds have other figures in another version; at first the newest against the published one. */
export function CompareVersions({ month, ranking }: { month: string; ranking: Ranking | undefined }) {
  const say = useRankingWords();
  const [search, setSearch] = useSearchParams();
  if (!ranking || ranking.versions.length < 2) return <Empty description={say('oneVersion')} />;
  const published = ranking.published ?? ranking.latest;
  const from = Number(search.get('from') ?? (published === ranking.latest ? ranking.latest - 1 : published));
  const to = Number(search.get('to') ?? ranking.latest);
  const choose = (name: 'from' | 'to', value: number) =>
    setSearch((before) => {
      before.set(name, String(value));
      return before;
    });
  const options = ranking.versions.map(({ version }) => ({
    value: version,
    label: say(version === ranking.published ? 'versionPublished' : 'versionN', { version }),
  }));
  return (
    <div className="stack">
      <p className="faint" style={{ margin: 0 }}>
        {say('compareLead')}
      </p>
      <div className="toolbar">
        {(['from', 'to'] as const).map((side) => (
          <label key={side} htmlFor={`compare-${side}`}>
            {say(side)}
            <Select
              id={`compare-${side}`}
              style={{ minWidth: 180 }}
              value={side === 'from' ? from : to}
              options={options}
              onChange={(value: number) => choose(side, value)}
            />
          </label>
        ))}
      </div>
      <Differences month={month} from={from} to={to} />
    </div>
  );
}

function Differences({ month, from, to }: { month: string; from: number; to: number }) {
  const say = useRankingWords();
  const found = useRead('compareRankingVersions', { path: { month }, query: { from, to } });
  if (found.error) return <Failure problem={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading />;
  const { count, differences } = found.data;
  if (count === 0) return <Empty description={say('differencesNone')} />;
  const column = (title: string, key: keyof Figures) => ({
    title,
    align: 'right' as const,
    className: 'num',
    render: (_: unknown, { from: before, to: after }: Difference) => {
      const [was, is] = [before?.[key] ?? '–', after?.[key] ?? '–'];
      return was === is ? <span className="faint">{is}</span> : <strong>{`${was} → ${is}`}</strong>;
    },
  });
  return (
    <>
      <p style={{ margin: 0 }}>
        {say('differences', { count })} {differences.length < count && say('firstOf', { shown: differences.length })}
      </p>
      <Table<Difference>
        size="small"
        rowKey="compound"
        dataSource={differences}
        pagination={differences.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: say('compound'),
            render: (_, { compound, name }) => (
              <>
                {name} <span className="faint">{compound}</span>
              </>
            ),
          },
          column(say('rank'), 'cityRank'),
          column(say('complaints'), 'complaints'),
          column(say('property'), 'propertyComplaints'),
          column(say('satisfied'), 'satisfied'),
          column(say('surveyed'), 'surveyed'),
        ]}
      />
    </>
  );
}
