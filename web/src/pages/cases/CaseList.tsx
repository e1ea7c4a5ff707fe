import { Empty, Grid, Table } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { type ItemOf, usePages } from '../../api/queries.ts';
import { CaseStatus } from '../../parts/CaseStatus.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { SavedViews } from '../../parts/SavedViews.tsx';
import { Due, When } from '../../parts/When.tsx';
import './cases.css';
import { CaseFilters } from './CaseFilters.tsx';
import { filtersIn } from './filters.ts';
import { useCaseWords } from './words.ts';

type Line = ItemOf<'listCases'>;

const addressOfCase = ({ id }: Line) => `/cases/${encodeURIComponent(id)}`;

/** Every case within sight; what it is narrowed down by stands in the address. */
export function CaseList() {
  const say = useCaseWords();
  const [search, setSearch] = useSearchParams();
  const filters = filtersIn(search);
  const list = usePages('listCases', { query: filters });
  const wide = Grid.useBreakpoint().md ?? true;
  const empty = <Empty description={Object.keys(filters).length > 0 ? say('noneFound') : say('noCases')} />;
  return (
    <Page title={say('cases')} actions={<SavedViews page="cases" />}>
      <CaseFilters filters={filters} change={(next) => setSearch(next, { replace: true })} />
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading rows={10} />
      ) : (
        <>
          {wide ? (
            <Table<Line>
              rowKey="id"
              dataSource={list.items}
              pagination={false}
              loading={list.isPlaceholderData}
              locale={{ emptyText: empty }}
              scroll={{ x: 'max-content' }}
              columns={[
                {
                  title: say('subject'),
                  render: (_, line) => (
                    <Link to={addressOfCase(line)} className="long">
                      {line.subject.name}
                    </Link>
                  ),
                },
                { title: say('kind'), dataIndex: 'kindTitle' },
                { title: say('stage'), render: (_, { stageTitle }) => stageTitle ?? '—' },
                {
                  title: say('status'),
                  render: (_, { status, outcomeTitle }) => <CaseStatus status={status} outcome={outcomeTitle} />,
                },
                {
                  title: say('nextDue'),
                  render: (_, { dueAt, overdue, endedAt, now }) =>
                    endedAt === null ? <Due dueAt={dueAt} overdue={overdue} now={now} /> : '—',
                },
                { title: say('began'), render: (_, { startedAt }) => <When at={startedAt} /> },
              ]}
            />
          ) : list.items.length === 0 ? (
            empty
          ) : (
            <ul className="case-cards">
              {list.items.map((line) => (
                <li key={line.id}>
                  <Link to={addressOfCase(line)}>
                    <strong className="long">{line.subject.name}</strong>
                    <span className="faint">
                      {line.kindTitle}
                      {line.stageTitle !== null && ` · ${line.stageTitle}`}
                    </span>
                  </Link>
                  <span className="case-card-foot">
                    <CaseStatus status={line.status} outcome={line.outcomeTitle} />
                    {line.endedAt === null && <Due dueAt={line.dueAt} overdue={line.overdue} now={line.now} />}
                  </span>
                </li>
              ))}
            </ul>
          )}
          <More list={list} />
        </>
      )}
    </Page>
  );
}
