import { Button, Input, Slider } from 'antd';
import { dayOf, daysBetween } from '../../../parts/days.ts';
import type { Case } from '../CasePage.tsx';
import { useCaseWords } from '../words.ts';

interface Props {
  view: Case;
  on: string | undefined;
  change: (on: string | undefined) => void;
}

const dayMs = 86_400_000;

/** Back to any day of the case: its stages and events as they stood at the end of it. */
export function AsOf({ view, on, change }: Props) {
  const say = useCaseWords();
  const first = dayOf(view.startedAt);
  const last = dayOf(view.endedAt ?? view.now);
  const length = Math.max(0, daysBetween(first, last));
  if (length === 0) return null;
  const dayAt = (index: number) => new Date(Date.parse(first) + index * dayMs).toISOString().slice(0, 10);
  const at = on === undefined ? length : Math.min(length, Math.max(0, daysBetween(first, on)));
  const choose = (index: number) => change(index >= length ? undefined : dayAt(index));
  return (
    <div className="as-of no-print">
      <span id="as-of">{say('asOf')}</span>
      <Slider
        min={0}
        max={length}
        value={at}
        onChange={choose}
        ariaLabelledByForHandle="as-of"
        ariaValueTextFormatterForHandle={(index) => dayAt(Number(index))}
        tooltip={{ formatter: (index) => dayAt(index ?? 0) }}
      />
      <Input
        type="date"
        aria-labelledby="as-of"
        min={first}
        max={last}
        value={on ?? last}
        onChange={({ target }) => target.value !== '' && change(target.value >= last ? undefined : target.value)}
      />
      {on !== undefined && (
        <Button type="link" onClick={() => change(undefined)}>
          {say('backToNow')}
        </Button>
      )}
    </div>
  );
}
