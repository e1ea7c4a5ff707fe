import { Button, Card } from 'antd';
import { minuteOf } from '../../../parts/days.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { useAct } from '../../../parts/useAct.ts';
import type { Case } from '../CasePage.tsx';
import { useCaseWords } from '../words.ts';

const steps = ['P1D', 'P7D', 'P30D', 'P91D'] as const;

/** In a rehearsal the clock of a case can be moved on. */
export function Clock({ view }: { view: Case }) {
  const say = useCaseWords();
  const act = useAct('moveClock', view.id);
  return (
    <Card size="small" title={<h2>{say('clock')}</h2>}>
      <p>{minuteOf(view.now)}</p>
      <div className="steps">
        {steps.map((advance) => (
          <Button
            key={advance}
            size="small"
            loading={act.isPending && act.variables.body.advance === advance}
            disabled={act.isPending}
            onClick={() => act.mutate({ path: { id: view.id }, body: { advance } })}
          >
            {say('days', { count: Number(advance.slice(1, -1)) })}
          </Button>
        ))}
      </div>
      <p className="faint">{say('clockHint')}</p>
      {act.error && <Refused problem={act.error} />}
    </Card>
  );
}
