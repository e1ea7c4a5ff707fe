import { Button, Select } from 'antd';
import type { RehearsalAssumptions } from '../../../api/operations.ts';
import { NumberField } from './fields.tsx';
import { useRehearsalWords } from './words.ts';

export type Habit = RehearsalAssumptions['everyOffice'];

interface Props {
  id: string;
  title: string;
  habit: Habit;
  change: (habit: Habit) => void;
  remove?: () => void;
}

/** When an office answers, how often late, how often it refuses. */
export function HabitFields({ id, title, habit, change, remove }: Props) {
  const say = useRehearsalWords();
  const { answers, refusesPercent: _, ...rest } = habit;
  const { refusesPercent } = habit;
  return (
    <div className="habit" role="group" aria-label={title}>
      <strong>{title}</strong>
      <label className="field" htmlFor={`${id}-measure`}>
        {say('answers')}
        <Select
          id={`${id}-measure`}
          value={answers.measure}
          style={{ width: 150 }}
          options={[
            { value: 'budget', label: say('budget') },
            { value: 'workingDays', label: say('workingDays') },
          ]}
          onChange={(measure: Habit['answers']['measure']) =>
            change({
              ...habit,
              answers:
                measure === 'budget'
                  ? { measure, percent: 55, spread: 35 }
                  : { measure: 'workingDays', days: 2, spread: 1 },
            })
          }
        />
      </label>
      {answers.measure === 'budget' ? (
        <NumberField
          id={`${id}-percent`}
          label={say('percent')}
          suffix="%"
          value={answers.percent}
          change={(percent) => change({ ...habit, answers: { ...answers, percent } })}
        />
      ) : (
        <NumberField
          id={`${id}-days`}
          label={say('daysField')}
          max={120}
          value={answers.days}
          change={(days) => change({ ...habit, answers: { ...answers, days } })}
        />
      )}
      <NumberField
        id={`${id}-spread`}
        label={`${say('spread')} ±`}
        suffix={answers.measure === 'budget' ? '%' : ''}
        value={answers.spread}
        change={(spread) => change({ ...habit, answers: { ...answers, spread } })}
      />
      <NumberField
        id={`${id}-late`}
        label={say('latePercent')}
        suffix="%"
        value={habit.latePercent}
        change={(latePercent) => change({ ...habit, latePercent })}
      />
      <NumberField
        id={`${id}-by`}
        label={say('lateByDays')}
        suffix={say('calendarDays')}
        min={1}
        max={120}
        value={habit.lateByDays}
        change={(lateByDays) => change({ ...habit, lateByDays })}
      />
      <NumberField
        id={`${id}-refuses`}
        label={say('refusesPercent')}
        suffix="%"
        placeholder={say('asStage')}
        value={refusesPercent}
        change={(percent) => change({ ...habit, refusesPercent: percent })}
        clear={() => change({ answers, ...rest })}
      />
      {remove && (
        <Button type="link" aria-label={say('removeNamed', { name: title })} onClick={remove}>
          {say('remove')}
        </Button>
      )}
    </div>
  );
}
