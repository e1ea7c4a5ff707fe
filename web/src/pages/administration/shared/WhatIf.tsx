import { ExclamationCircleFilled } from '@ant-design/icons';
import { Collapse, Statistic, Table, Tag } from 'antd';
import type { Key } from 'react';
import { Link } from 'react-router';
import type { Answer } from '../../../api/client.ts';
import { lastDayOf } from '../../../parts/days.ts';
import { usePolicyWords } from '../policies/words.ts';

type Found = Pick<
  Answer<'previewPolicy'>,
  'openCases' | 'openDeadlines' | 'touchedCases' | 'totals' | 'byStage' | 'byOffice' | 'items' | 'total'
>;
type Item = Found['items'][number];
type Tally = Found['totals'][string];

interface Props {
  found: Found;
  /** The way of carrying it out that is shown. */
  mode: string;
  /** Cases that are ticked, where some may be chosen. */
  chosen?: { cases: readonly string[]; set: (cases: string[]) => void };
}

/** What would become of open deadlines: who moves, by how much, who becomes overdue. */
export function WhatIf({ found, mode, chosen }: Props) {
  const say = usePolicyWords();
  const totals = found.totals[mode];
  const items = found.items.filter(({ effects }) => effects[mode] !== undefined);
  return (
    <>
      <div className="figures">
        <Statistic title={say('openCases')} value={found.openCases} />
        <Statistic title={say('touched')} value={found.touchedCases} />
        <Statistic title={say('deadlines')} value={found.openDeadlines} />
        {totals && <Tallied tally={totals} />}
      </div>
      {items.length === 0 ? (
        <p>{say('nothingMoves')}</p>
      ) : (
        <>
          <p className="muted">{say('listed', { count: items.length, total: found.total })}</p>
          <Table<Item>
            size="small"
            rowKey={({ case: id, task }) => `${id}|${task}`}
            dataSource={items}
            pagination={{ defaultPageSize: 20, hideOnSinglePage: true }}
            scroll={{ x: 'max-content' }}
            {...(chosen && { rowSelection: selectionOf(items, chosen, say('choose', { name: '' })) })}
            columns={[
              {
                title: say('case'),
                render: (_, { case: id, subject }) => (
                  <Link to={`/cases/${encodeURIComponent(id)}`}>{subject.name}</Link>
                ),
              },
              { title: say('task'), dataIndex: 'stageTitle' },
              { title: say('office'), dataIndex: 'officeTitle' },
              { title: say('due'), render: (_, { dueAt }) => (dueAt === null ? '—' : lastDayOf(dueAt)) },
              {
                title: say('newDue'),
                render: (_, { effects }) => {
                  const dueAt = effects[mode]?.dueAt ?? null;
                  return dueAt === null ? '—' : lastDayOf(dueAt);
                },
              },
              { title: say('shift'), render: (_, { effects }) => <Shift effect={effects[mode]} /> },
            ]}
          />
        </>
      )}
      <Collapse
        ghost
        size="small"
        items={[
          {
            key: 'office',
            label: say('byOffice'),
            children: (
              <Groups
                name={say('office')}
                rows={found.byOffice.map(({ office, title, totals: each }) => ({
                  key: office,
                  title,
                  tally: each[mode],
                }))}
              />
            ),
          },
          {
            key: 'stage',
            label: say('byStage'),
            children: (
              <Groups
                name={say('stage')}
                rows={found.byStage.map(({ kind, stage, title, totals: each }) => ({
                  key: `${kind} ${stage}`,
                  title,
                  tally: each[mode],
                }))}
              />
            ),
          },
        ]}
      />
    </>
  );
}

/** Rows are tasks, what is chosen are cases: ticking one task ticks its case. */
function selectionOf(items: readonly Item[], { cases, set }: NonNullable<Props['chosen']>, label: string) {
  const keys = items.filter((each) => cases.includes(each.case)).map((each): Key => `${each.case}|${each.task}`);
  return {
    selectedRowKeys: keys,
    getCheckboxProps: ({ subject }: Item) => ({ 'aria-label': `${label}${subject.name}` }),
    onSelect: ({ case: id }: Item, selected: boolean) =>
      set(selected ? [...new Set([...cases, id])] : cases.filter((each) => each !== id)),
    onSelectAll: (selected: boolean) => set(selected ? [...new Set(items.map((each) => each.case))] : []),
  };
}

function Tallied({ tally }: { tally: Tally }) {
  const say = usePolicyWords();
  return (
    <>
      <Statistic title={say('moved')} value={tally.moved} />
      <Statistic title={say('earlier')} value={tally.earlier} />
      <Statistic title={say('later')} value={tally.later} />
      <Statistic
        title={say('becomesOverdue')}
        value={tally.becomeOverdue}
        {...(tally.becomeOverdue > 0 && { prefix: <ExclamationCircleFilled className="late" aria-hidden /> })}
      />
      <Statistic title={say('noLongerOverdue')} value={tally.noLongerOverdue} />
    </>
  );
}

function Shift({ effect }: { effect: Item['effects'][string] | undefined }) {
  const say = usePolicyWords();
  if (effect === undefined) return '—';
  const { days, becomesOverdue, noLongerOverdue } = effect;
  return (
    <>
      {days < 0 ? say('earlierBy', { count: -days }) : say('laterBy', { count: days })}{' '}
      {becomesOverdue && (
        <Tag color="red" icon={<ExclamationCircleFilled />}>
          {say('becomesOverdue')}
        </Tag>
      )}
      {noLongerOverdue && <Tag color="green">{say('noLongerOverdue')}</Tag>}
    </>
  );
}

function Groups({ name, rows }: { name: string; rows: { key: string; title: string; tally: Tally | undefined }[] }) {
  const say = usePolicyWords();
  return (
    <Table
      size="small"
      pagination={false}
      dataSource={rows.filter(({ tally }) => tally !== undefined && tally.moved + tally.suspended > 0)}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: name, dataIndex: 'title' },
        ...(['moved', 'earlier', 'later', 'becomeOverdue', 'noLongerOverdue', 'suspended'] as const).map((figure) => ({
          key: figure,
          title: say(
            figure === 'becomeOverdue' ? 'becomesOverdue' : figure === 'suspended' ? 'suspendedCount' : figure,
          ),
          align: 'right' as const,
          render: (_: unknown, { tally }: { tally: Tally | undefined }) => tally?.[figure] ?? 0,
        })),
      ]}
    />
  );
}
