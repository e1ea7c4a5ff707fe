import type { ScheduledCase } from './schedule.ts';

/** Light enough for dark text, and told apart by people who see colours differently; the name stands on the bar as well. */
const palette = [
  '#a6cee3',
  '#fdd49e',
  '#b2df8a',
  '#cab2d6',
  '#fbb4ae',
  '#c7e9c0',
  '#d9d9d9',
  '#fff2ae',
  '#9fd6d2',
  '#e5c9a8',
];

export interface StageLook {
  stage: string;
  title: string;
  colour: string;
}

/** A colour for each stage that occurs, in the order the stages are come to. */
export function stageLooks(cases: readonly ScheduledCase[], order: readonly string[]): Map<string, StageLook> {
  const titles = new Map<string, string>();
  for (const { spans } of cases) {
    for (const { stage, title, visit } of spans) if (visit === 1 || !titles.has(stage)) titles.set(stage, title);
  }
  const place = (stage: string) => (order.includes(stage) ? order.indexOf(stage) : order.length);
  return new Map(
    [...titles]
      .sort(([a], [b]) => place(a) - place(b))
      .map(([stage, title], index) => [stage, { stage, title, colour: palette[index % palette.length] ?? '#d9d9d9' }]),
  );
}
