import { memo } from 'react';
import { Link } from 'react-router';
import { dayOf, lastDayOf } from '../../../parts/days.ts';
import { streetOf } from '../../../parts/places.ts';
import type { ScheduledCase } from './schedule.ts';
import type { StageLook } from './stageColours.ts';
import type { TimeScale } from './timeScale.ts';
import type { useCampaignWords } from './words.ts';

export const rowHeight = 34;
const barTop = 7;
const barHeight = 20;
/** A bar is never so short that it cannot be seen. */
const shortest = 3;
/** Chinese characters are as wide as they are high, Latin letters about half of that. */
const fontSize = 12;
const wideLetters = /\p{Script=Han}|[（）、，。：；]/gu;

function widthOf(text: string): number {
  const wide = text.match(wideLetters)?.length ?? 0;
  return wide * fontSize + (text.length - wide) * fontSize * 0.58;
}

interface Props {
  scheduled: ScheduledCase;
  index: number;
  top: number;
  scale: TimeScale;
  looks: ReadonlyMap<string, StageLook>;
  /** Said and named by the chart: a row that scrolls into sight subscribes to nothing. */
  say: ReturnType<typeof useCampaignWords>;
  placeName: (path: string) => string;
}

/** One case: its name, and a bar for each time it stood at a stage. */
export const GanttRow = memo(function GanttRow({ scheduled, index, top, scale, looks, say, placeName }: Props) {
  const { case: id, name, compound, spans, dueAt, overdue, now } = scheduled;
  const bars = spans.map((span) => {
    const x = scale.x(span.from);
    const width = Math.max(shortest, scale.x(span.to ?? now) - x);
    const label = say('barLabel', {
      stage: span.title,
      from: dayOf(span.from),
      to: span.to === null ? say('untilNow') : dayOf(span.to),
    });
    return { ...span, x, width, label, colour: looks.get(span.stage)?.colour ?? '#d9d9d9' };
  });
  const dueLabel = dueAt === null ? '' : say(overdue ? 'lateSince' : 'dueOn', { day: lastDayOf(dueAt) });
  const due = dueAt === null ? 0 : scale.x(dueAt);
  return (
    <div role="row" aria-rowindex={index + 2} className="gantt-row" style={{ transform: `translateY(${top}px)` }}>
      <div role="rowheader" className="gantt-name">
        <Link
          to={`/cases/${encodeURIComponent(id)}`}
          title={`${name} · ${compound} · ${placeName(streetOf(scheduled.scope))}`}
        >
          {overdue && (
            <span className="late" aria-hidden>
              ▲{' '}
            </span>
          )}
          {name}
        </Link>
      </div>
      <div role="cell" className="gantt-bars">
        <svg
          width={scale.width}
          height={rowHeight}
          role="img"
          aria-label={[...bars.map(({ label }) => label), ...(dueLabel === '' ? [] : [dueLabel])].join('; ')}
        >
          {bars.map(({ stage, visit, from, x, width, label, title, colour, to, status }) => (
            <g key={`${stage}#${visit}|${from}`}>
              <title>{label}</title>
              <rect
                x={x}
                y={barTop}
                width={width}
                height={barHeight}
                rx={3}
                fill={colour}
                stroke={to === null ? '#1a2733' : status === 'superseded' ? '#8a5300' : 'none'}
                strokeDasharray={status === 'superseded' ? '3 2' : undefined}
              />
              {width > widthOf(title) + 10 && (
                <text x={x + 6} y={barTop + 14}>
                  {title}
                </text>
              )}
            </g>
          ))}
          {dueAt !== null && (
            <g className={overdue ? 'due-mark is-late' : 'due-mark'}>
              <title>{dueLabel}</title>
              {overdue ? (
                <path d={`M${due} 4 l7 13 h-14 z`} />
              ) : (
                <path d={`M${due} ${barTop + 2} l6 8 l-6 8 l-6 -8 z`} />
              )}
            </g>
          )}
        </svg>
      </div>
    </div>
  );
});
