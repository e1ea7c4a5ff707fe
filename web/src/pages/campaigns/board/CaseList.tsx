import { Checkbox, Empty, Input, Select, Table } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { CaseStatus } from '../../../parts/CaseStatus.tsx';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { streetOf, usePlaces } from '../../../parts/places.ts';
import { Due } from '../../../parts/When.tsx';
import type { Campaign } from './CampaignPage.tsx';
import { byUrgency, compare, type ScheduledCase, useSchedule } from './schedule.ts';
import { useCampaignWords } from './words.ts';

/** All cases of the campaign; every filter is in the address. */
export function CaseList({ campaign: { id, status } }: { campaign: Campaign }) {
  const say = useCampaignWords();
  const { nameOf: placeName } = usePlaces();
  const found = useSchedule(id, status);
  const [search, setSearch] = useSearchParams();
  const [street, stage, q] = [search.get('street') ?? '', search.get('stage') ?? '', search.get('q') ?? ''];
  const overdue = search.get('overdue') === 'true';
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        if (value === '') before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true },
    );
  if (!found.data) return found.error ? <Failure problem={found.error} retry={found.refetch} /> : <Loading />;
  const all = found.data;
  const shown = all
    .filter(
      (each) =>
        (street === '' || each.scope.split('/')[2] === street) &&
        (stage === '' || each.stage === stage) &&
        (!overdue || each.overdue) &&
        (q === '' || each.name.includes(q) || each.compound.toLowerCase().includes(q.toLowerCase())),
    )
    .sort(byUrgency);
  const streets = options(all.map(({ scope }) => [scope.split('/')[2] ?? '', placeName(streetOf(scope))]));
  const stages = options(
    all.flatMap((each) => (each.stage === null ? [] : [[each.stage, each.stageTitle ?? each.stage]])),
  );
  return (
    <div className="stack">
      <div className="toolbar">
        <Input.Search
          aria-label={say('search')}
          placeholder={say('search')}
          defaultValue={q}
          allowClear
          onSearch={(text) => set('q', text.trim())}
          style={{ width: 240 }}
        />
        <Select
          aria-label={say('street')}
          value={street}
          style={{ minWidth: 150 }}
          options={[{ value: '', label: say('allStreets') }, ...streets]}
          onChange={(value: string) => set('street', value)}
        />
        <Select
          aria-label={say('stage')}
          value={stage}
          style={{ minWidth: 150 }}
          options={[{ value: '', label: say('allStages') }, ...stages]}
          onChange={(value: string) => set('stage', value)}
        />
        <Checkbox checked={overdue} onChange={({ target }) => set('overdue', target.checked ? 'true' : '')}>
          {say('onlyOverdue')}
        </Checkbox>
      </div>
      <Table<ScheduledCase>
        rowKey="case"
        dataSource={shown}
        pagination={shown.length > 50 ? { defaultPageSize: 50, pageSizeOptions: [50, 200] } : false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty description={say(all.length === 0 ? 'casesComing' : 'noCases')} /> }}
        columns={[
          {
            title: say('compound'),
            sorter: (a, b) => compare(a.name, b.name),
            render: (_, { case: each, name, compound }) => (
              <Link to={`/cases/${encodeURIComponent(each)}`}>
                {name} <span className="faint">{compound}</span>
              </Link>
            ),
          },
          { title: say('street'), render: (_, { scope }) => placeName(streetOf(scope)) },
          { title: say('stage'), render: (_, each) => each.stageTitle ?? '–' },
          {
            title: say('due'),
            render: (_, { endedAt, dueAt, overdue: late, now }) =>
              endedAt === null ? <Due dueAt={dueAt} overdue={late} now={now} /> : '–',
          },
          {
            title: say('status'),
            render: (_, { status: stands, outcomeTitle }) => <CaseStatus status={stands} outcome={outcomeTitle} />,
          },
        ]}
      />
    </div>
  );
}

function options(pairs: string[][]): { value: string; label: string }[] {
  const seen = new Map(pairs.map(([value = '', label = '']) => [value, label]));
  return [...seen].map(([value, label]) => ({ value, label })).sort((a, b) => compare(a.label, b.label));
}
