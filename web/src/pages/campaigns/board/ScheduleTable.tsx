import { Table } from 'antd';
import { Link } from 'react-router';
import { dayOf } from '../../../parts/days.ts';
import { streetOf, usePlaces } from '../../../parts/places.ts';
import { Due } from '../../../parts/When.tsx';
import type { ScheduledCase } from './schedule.ts';
import { useCampaignWords } from './words.ts';

/** What the chart shows, in words. */
export function ScheduleTable({ cases }: { cases: readonly ScheduledCase[] }) {
  const say = useCampaignWords();
  const { nameOf: placeName } = usePlaces();
  return (
    <Table<ScheduledCase>
      size="small"
      rowKey="case"
      dataSource={[...cases]}
      pagination={cases.length > 50 ? { defaultPageSize: 50, pageSizeOptions: [50, 200] } : false}
      scroll={{ x: 'max-content' }}
      columns={[
        {
          title: say('compound'),
          render: (_, { case: id, name, compound }) => (
            <Link to={`/cases/${encodeURIComponent(id)}`}>
              {name} <span className="faint">{compound}</span>
            </Link>
          ),
        },
        { title: say('street'), render: (_, { scope }) => placeName(streetOf(scope)) },
        {
          title: say('stage'),
          render: (_, { spans }) => (
            <ol className="plain num">
              {spans.map(({ stage, visit, title, from, to }) => (
                <li key={`${stage}#${visit}|${from}`}>
                  {say('barLabel', { stage: title, from: dayOf(from), to: to === null ? say('untilNow') : dayOf(to) })}
                </li>
              ))}
            </ol>
          ),
        },
        {
          title: say('due'),
          render: (_, { dueAt, overdue, now, endedAt }) =>
            endedAt === null ? <Due dueAt={dueAt} overdue={overdue} now={now} /> : dayOf(endedAt),
        },
      ]}
    />
  );
}
