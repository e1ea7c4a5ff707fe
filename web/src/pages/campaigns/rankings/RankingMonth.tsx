import { Tabs } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import { useRead } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import { useMay } from '../../../session/session.ts';
import { CompareVersions } from './CompareVersions.tsx';
import { HandIn } from './HandIn.tsx';
import { MonthFigures } from './MonthFigures.tsx';
import { Publish } from './Publish.tsx';
import { RankingStatus } from './RankingStatus.tsx';
import { useRankingWords } from './words.ts';

/** One month: its figures, and the way from a file to their publication. */
export function RankingMonth() {
  const say = useRankingWords();
  const may = useMay();
  const { month = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const query = { limit: 200 };
  const known = useRead('listRankings', { query });
  const publishing = known.data?.items.find((each) => each.month === month)?.status === 'publishing';
  // The same query, read again and again only while there is something to wait for.
  const months = useRead('listRankings', { query }, { refetchInterval: publishing ? 2000 : false });
  const ranking = months.data?.items.find((each) => each.month === month);
  const tabs = [
    { key: 'figures', label: say('figures'), children: <MonthFigures month={month} ranking={ranking} /> },
    ...(may('uploadRanking') ? [{ key: 'handIn', label: say('handInTab'), children: <HandIn month={month} /> }] : []),
    ...(may('publishRanking')
      ? [{ key: 'publish', label: say('publishTab'), children: <Publish month={month} ranking={ranking} /> }]
      : []),
    { key: 'compare', label: say('compareTab'), children: <CompareVersions month={month} ranking={ranking} /> },
  ];
  const asked = search.get('tab');
  const active = tabs.find(({ key }) => key === asked)?.key ?? 'figures';
  return (
    <Page
      title={say('monthTitle', { month })}
      aside={ranking && <RankingStatus status={ranking.status} />}
      actions={<Link to="/rankings">{say('back')}</Link>}
    >
      {months.error && !months.data ? (
        <Failure problem={months.error} retry={months.refetch} />
      ) : months.isPending ? (
        <Loading />
      ) : (
        <Tabs activeKey={active} onChange={(tab) => setSearch({ tab })} items={tabs} destroyOnHidden={false} />
      )}
    </Page>
  );
}
