import { Empty, Segmented, Select } from 'antd';
import { useSearchParams } from 'react-router';
import { useRead } from '../../../api/queries.ts';
import { dayOf } from '../../../parts/days.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import type { Campaign } from './CampaignPage.tsx';
import { GanttChart } from './GanttChart.tsx';
import { ScheduleTable } from './ScheduleTable.tsx';
import { byUrgency, compare, type ScheduledCase, useSchedule } from './schedule.ts';
import { stageLooks } from './stageColours.ts';
import { daysOf, timeScale, type Zoom, zooms } from './timeScale.ts';
import { useCampaignWords } from './words.ts';

const orders = {
  sortOverdue: byUrgency,
  sortName: (a: ScheduledCase, b: ScheduledCase) => compare(a.name, b.name),
  sortStart: (a: ScheduledCase, b: ScheduledCase) => compare(a.startedAt, b.startedAt) || compare(a.name, b.name),
};
type Order = keyof typeof orders;
const orderKeys = Object.keys(orders) as Order[];
const zoomKeys = Object.keys(zooms) as Zoom[];

/** When each case stood at which stage: as a chart, or as a table. */
export function Gantt({ campaign: { id, status } }: { campaign: Campaign }) {
  const say = useCampaignWords();
  const found = useSchedule(id, status);
  const kind = found.data?.[0]?.kind ?? '';
  const procedure = useRead('getProcedure', { path: { kind } }, { enabled: kind !== '', staleTime: 300_000 });
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') === 'table' ? 'table' : 'chart';
  const zoom = zoomKeys.find((each) => each === search.get('zoom')) ?? 'monthZoom';
  const order = orderKeys.find((each) => each === search.get('order')) ?? 'sortOverdue';
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        before.set(name, value);
        return before;
      },
      { replace: true },
    );
  if (!found.data) return found.error ? <Failure problem={found.error} retry={found.refetch} /> : <Loading />;
  const cases = [...found.data].sort(orders[order]);
  if (cases.length === 0) return <Empty description={say('casesComing')} />;
  const stages = Object.keys(procedure.data?.stages ?? {});
  // In the rehearsal space every case has a present of its own; the line stands at the latest.
  const present = cases.reduce((latest, { now }) => (now > latest ? now : latest), '');
  const scale = timeScale([dayOf(present), ...cases.flatMap(daysOf)], zooms[zoom]);
  return (
    <div className="stack">
      <div className="toolbar">
        <Segmented
          aria-label={say('schedule')}
          value={view}
          options={[
            { value: 'chart', label: say('chart') },
            { value: 'table', label: say('table') },
          ]}
          onChange={(value) => set('view', value)}
        />
        {view === 'chart' && (
          <Segmented
            aria-label={say('zoom')}
            value={zoom}
            options={zoomKeys.map((value) => ({ value, label: say(value) }))}
            onChange={(value) => set('zoom', value)}
          />
        )}
        <Select
          aria-label={say('sort')}
          value={order}
          style={{ minWidth: 140 }}
          options={orderKeys.map((value) => ({ value, label: say(value) }))}
          onChange={(value: string) => set('order', value)}
        />
      </div>
      {view === 'table' ? (
        <ScheduleTable cases={cases} />
      ) : (
        <GanttChart key={zoom} cases={cases} scale={scale} looks={stageLooks(cases, stages)} present={present} />
      )}
    </div>
  );
}
