import { ClockCircleOutlined, ExclamationCircleFilled } from '@ant-design/icons';
import { Button, Empty, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { type ItemOf, usePages } from '../../api/queries.ts';
import { Failure } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Due } from '../../parts/When.tsx';
import { usePartWords } from '../../parts/words.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { placesOf, useSelection } from './selection.ts';
import { useMonitoringWords } from './words.ts';

type Item = ItemOf<'getForecast'>;

/** What is late, and what is likely to be, with the reason and the sample behind it. */
export function Forecast() {
  const say = useMonitoringWords();
  const [selection, change] = useSelection();
  const list = usePages('getForecast', { query: placesOf(selection) });
  const [first] = list.data?.pages ?? [];
  return (
    <Page
      title={say('forecast')}
      lead={first && say('forecastLead', { days: first.basis.horizonDays, least: first.basis.sampleAtLeast })}
    >
      <SelectionBar selection={selection} change={change} />
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading rows={8} />
      ) : (
        <Items list={list} />
      )}
    </Page>
  );
}

function Items({ list }: { list: ReturnType<typeof usePages<'getForecast'>> }) {
  const say = useMonitoringWords();
  const saying = usePartWords();
  const pages = list.data?.pages ?? [];
  const tooFew = pages.reduce((sum, page) => sum + page.tooFew, 0);
  const least = pages[0]?.basis.sampleAtLeast ?? 0;
  const unsure = tooFew > 0 && <p className="faint note">{say('tooFew', { count: tooFew, least })}</p>;
  if (list.items.length === 0) {
    return (
      <Empty description={list.hasNextPage ? say('noneYet') : say('nothingLate')}>
        {list.hasNextPage && (
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {say('lookFurther')}
          </Button>
        )}
        {unsure}
      </Empty>
    );
  }
  return (
    <>
      <Table<Item>
        rowKey={({ case: id, task }) => `${id}|${task}`}
        dataSource={list.items}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: say('state'),
            render: (_, { state, escalation }) => (
              <>
                <Tag
                  color={state === 'late' ? 'red' : 'gold'}
                  icon={state === 'late' ? <ExclamationCircleFilled /> : <ClockCircleOutlined />}
                >
                  {say(state)}
                </Tag>
                {escalation && <Tag>{saying(escalation)}</Tag>}
              </>
            ),
          },
          {
            title: say('task'),
            rowScope: 'row',
            render: (_, { case: id, task, stageTitle, subject }) => (
              <>
                <Link to={`/cases/${encodeURIComponent(id)}?task=${encodeURIComponent(task)}`}>{subject.name}</Link>
                <div className="faint">{stageTitle}</div>
              </>
            ),
          },
          {
            title: say('asked'),
            render: (_, { officeTitle, unit }) => (unit ? `${officeTitle} · ${unit}` : officeTitle),
          },
          { title: say('due'), render: (_, { dueAt, state }) => <Due dueAt={dueAt} overdue={state === 'late'} /> },
          {
            title: say('why'),
            render: (_, { reasons }) =>
              reasons.map((reason) => (
                <div key={reason} className="reason">
                  {reason}
                </div>
              )),
          },
          {
            title: say('sample'),
            align: 'right',
            render: (_, { sample }) =>
              sample ? (
                <span title={say('earlier', { ...sample })}>
                  {sample.longer} / {sample.of}
                </span>
              ) : (
                '—'
              ),
          },
        ]}
      />
      <More list={list} />
      {unsure}
    </>
  );
}
