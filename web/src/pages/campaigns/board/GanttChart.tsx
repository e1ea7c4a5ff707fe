import { Button } from 'antd';
import { useCallback, useLayoutEffect, useRef } from 'react';
import { dayOf } from '../../../parts/days.ts';
import { usePlaces } from '../../../parts/places.ts';
import { ScrollBox } from '../../../parts/ScrollBox.tsx';
import { useVirtualRows } from '../../../parts/virtualRows.ts';
import { GanttRow, rowHeight } from './GanttRow.tsx';
import type { ScheduledCase } from './schedule.ts';
import type { StageLook } from './stageColours.ts';
import type { TimeScale } from './timeScale.ts';
import { useCampaignWords } from './words.ts';

const headHeight = 32;
/** How far from the left edge today stands at first. */
const todayAt = 0.6;

interface Props {
  cases: readonly ScheduledCase[];
  scale: TimeScale;
  looks: ReadonlyMap<string, StageLook>;
  /** The instant at which the line stands. */
  present: string;
}

/** The chart; only the rows in sight are drawn. */
export function GanttChart({ cases, scale, looks, present }: Props) {
  const say = useCampaignWords();
  const { nameOf: placeName } = usePlaces();
  const { box, rows } = useVirtualRows({
    count: cases.length,
    height: rowHeight,
    beyond: 14,
    keyOf: (index) => cases[index]?.case ?? index,
    atOnce: false,
  });
  const atToday = scale.x(present);
  // The new scrollTo answers with a promise, which an effect may not return.
  const goToToday = useCallback(() => {
    box.current?.scrollTo({ left: Math.max(0, atToday - box.current.clientWidth * todayAt) });
  }, [box, atToday]);
  // Only once: later, somebody may be looking elsewhere.
  const placed = useRef(false);
  useLayoutEffect(() => {
    if (!placed.current) goToToday();
    placed.current = true;
  }, [goToToday]);
  return (
    <>
      <div className="gantt-legend">
        <ul aria-label={say('legend')}>
          {[...looks.values()].map(({ stage, title, colour }) => (
            <li key={stage}>
              <span className="swatch" style={{ background: colour }} /> {title}
            </li>
          ))}
          <li>
            <span aria-hidden>◆</span> {say('dueMark')}
          </li>
          <li className="late">
            <span aria-hidden>▲</span> {say('lateMark')}
          </li>
        </ul>
        <Button size="small" onClick={goToToday}>
          {say('toToday')}
        </Button>
      </div>
      <ScrollBox
        ref={box}
        className="gantt"
        role="table"
        aria-label={say('ganttLabel', { count: cases.length })}
        aria-rowcount={cases.length + 1}
      >
        <div className="gantt-head" role="row" aria-rowindex={1} style={{ height: headHeight }}>
          <div role="columnheader" className="gantt-name">
            {say('compound')}
          </div>
          <div role="columnheader" className="gantt-months" style={{ width: scale.width }}>
            {scale.marks.map(({ x, width, label }) => (
              <span key={label} style={{ left: x, width }}>
                {width > 56 ? label : width > 24 ? label.slice(5) : ''}
              </span>
            ))}
            <span className="gantt-today-label" style={{ left: atToday }}>
              {say('today', { day: dayOf(present).slice(5) })}
            </span>
          </div>
        </div>
        <div className="gantt-body" role="rowgroup" style={{ height: rows.getTotalSize() }}>
          <div className="gantt-grid" aria-hidden style={{ width: scale.width }}>
            {scale.marks.map(({ x, label }) => (
              <i key={label} style={{ left: x }} />
            ))}
            <b style={{ left: atToday }} />
          </div>
          {rows.getVirtualItems().map(({ index, start, key }) => {
            const scheduled = cases[index];
            return (
              scheduled && (
                <GanttRow
                  key={key}
                  scheduled={scheduled}
                  index={index}
                  top={start}
                  scale={scale}
                  looks={looks}
                  say={say}
                  placeName={placeName}
                />
              )
            );
          })}
        </div>
      </ScrollBox>
    </>
  );
}
