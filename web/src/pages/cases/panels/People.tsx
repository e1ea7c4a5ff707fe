import { Empty, Table } from 'antd';
import { dayOf } from '../../../parts/days.ts';
import { Loading } from '../../../parts/Loading.tsx';
import { Due } from '../../../parts/When.tsx';
import type { Case } from '../CasePage.tsx';
import { titleOf } from '../NextAction.tsx';
import { nameOf, type Say } from '../timeline/nameOf.ts';
import { type TimelineEvent, useTimeline } from '../timeline/useTimeline.ts';
import { useCaseWords } from '../words.ts';

interface Person {
  key: string;
  name: string;
  office: string | null;
  acts: number;
  last: string;
}

/** Which offices are asked now, and who has acted. */
export function People({ view }: { view: Case }) {
  const say = useCaseWords();
  const timeline = useTimeline(view.id);
  return (
    <>
      <h3>{say('askedNow')}</h3>
      <Table
        rowKey="id"
        size="small"
        pagination={false}
        dataSource={view.tasks}
        locale={{ emptyText: <Empty description={say('nobodyAsked')} /> }}
        columns={[
          {
            title: say('office'),
            render: (_, { officeTitle, unit }) => (unit === null ? officeTitle : `${officeTitle} · ${unit}`),
          },
          {
            title: say('whichTask'),
            render: (_, task) => (
              <>
                {titleOf(task)}
                {task.delegate && (
                  <div className="faint">
                    {say('delegatedTo', { to: task.delegate.id, until: task.delegate.until ?? '…' })}
                  </div>
                )}
              </>
            ),
          },
          {
            title: say('due'),
            render: (_, { dueAt, overdue, standing }) =>
              standing ? say('atAnyTime') : <Due dueAt={dueAt} overdue={overdue} now={view.now} />,
          },
        ]}
      />
      <h3>{say('whoActed')}</h3>
      {timeline.data === undefined ? (
        <Loading rows={3} />
      ) : (
        <Table<Person>
          size="small"
          pagination={false}
          dataSource={peopleIn(timeline.data, say)}
          columns={[
            { title: say('person'), dataIndex: 'name' },
            { title: say('office'), render: (_, { office }) => office ?? '—' },
            { title: say('acts'), dataIndex: 'acts' },
            { title: say('lastAct'), render: (_, { last }) => dayOf(last) },
          ]}
        />
      )}
    </>
  );
}

function peopleIn(events: readonly TimelineEvent[], say: Say): Person[] {
  const people = new Map<string, Person>();
  for (const { actor, at } of events) {
    if (actor.role === 'system') continue;
    const key = `${actor.id}|${actor.office}|${actor.for?.id}`;
    const acts = (people.get(key)?.acts ?? 0) + 1;
    people.set(key, { key, name: nameOf(actor, say), office: actor.officeTitle, acts, last: at });
  }
  return [...people.values()].sort((a, b) => (a.last < b.last ? 1 : -1));
}
