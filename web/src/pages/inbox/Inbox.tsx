import { Badge, Empty, Table, Tabs } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { type ItemOf, usePages, useRead } from '../../api/queries.ts';
import { Failure } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Due } from '../../parts/When.tsx';
import { useInboxWords } from './words.ts';

const views = ['mine', 'office', 'overdue', 'dueThisWeek', 'done'] as const;
type View = (typeof views)[number];
type Task = ItemOf<'listTasks'>;

/** What is asked of whoever is signed in. */
export function Inbox() {
  const say = useInboxWords();
  const navigate = useNavigate();
  const { view: named } = useParams();
  const view: View = views.find((each) => each === named) ?? 'mine';
  const counts = useRead('countTasks', {});
  const list = usePages('listTasks', { query: { view } });
  return (
    <Page title={say('title')}>
      <Tabs
        activeKey={view}
        onChange={(key) => void navigate(`/inbox/${key}`)}
        items={views.map((each) => ({
          key: each,
          label: (
            <>
              {say(each)}{' '}
              {each !== 'done' && (
                <Badge
                  count={counts.data?.[each] ?? 0}
                  overflowCount={999}
                  color={each === 'overdue' ? 'red' : 'blue'}
                />
              )}
            </>
          ),
        }))}
      />
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading />
      ) : (
        <>
          <Table<Task>
            rowKey={({ case: id, id: task }) => `${id}|${task}`}
            dataSource={list.items}
            pagination={false}
            locale={{ emptyText: <Empty description={say('nothing')} /> }}
            scroll={{ x: 'max-content' }}
            columns={[
              {
                title: say('task'),
                render: (_, task) => (
                  <Link to={`/cases/${encodeURIComponent(task.case)}?task=${encodeURIComponent(task.id)}`}>
                    {task.title}
                  </Link>
                ),
              },
              { title: say('subject'), render: (_, { subject, kindTitle }) => `${subject.name} · ${kindTitle}` },
              { title: say('asked'), dataIndex: 'officeTitle' },
              { title: say('due'), render: (_, { dueAt, overdue }) => <Due dueAt={dueAt} overdue={overdue} /> },
            ]}
          />
          <More list={list} />
        </>
      )}
    </Page>
  );
}
