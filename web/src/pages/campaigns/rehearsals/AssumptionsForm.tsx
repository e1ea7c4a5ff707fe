import { Button, Input, Select } from 'antd';
import type { RehearsalAssumptions } from '../../../api/operations.ts';
import { useOffices } from '../../../parts/offices.ts';
import '../shared/shared.css';
import { AbsenceFields } from './AbsenceFields.tsx';
import { DayField, NumberField } from './fields.tsx';
import { HabitFields } from './HabitFields.tsx';
import './rehearsals.css';
import { useRehearsalWords } from './words.ts';

interface Props {
  assumptions: RehearsalAssumptions;
  change: (assumptions: RehearsalAssumptions) => void;
}

const refusalKeys = ['nominees', 'planReview', 'planDecision', 'verification', 'acceptance'] as const;

/** What a rehearsal takes for granted about people, all of it changeable. */
export function AssumptionsForm({ assumptions, change }: Props) {
  const say = useRehearsalWords();
  const { startOn: _, ...withoutStart } = assumptions;
  return (
    <div className="assumptions stack">
      <div className="toolbar">
        <label className="field" htmlFor="seed">
          {say('seed')}
          <Input
            id="seed"
            value={assumptions.seed}
            maxLength={40}
            style={{ width: 120 }}
            onChange={({ target }) => {
              if (target.value !== '') change({ ...assumptions, seed: target.value });
            }}
          />
        </label>
        <DayField
          id="first-day"
          label={say('startOn')}
          value={assumptions.startOn}
          change={(startOn) => change({ ...assumptions, startOn })}
          clear={() => change(withoutStart)}
        />
        <span className="faint">
          {say('seedHint')} {say('startOnHint')}
        </span>
      </div>
      <Offices assumptions={assumptions} change={change} />
      <fieldset>
        <legend>{say('refusalsTitle')}</legend>
        <div className="fields">
          {refusalKeys.map((key) => (
            <NumberField
              key={key}
              id={`refusal-${key}`}
              label={say(key)}
              suffix="%"
              value={assumptions.refusals[key]}
              change={(percent) => change({ ...assumptions, refusals: { ...assumptions.refusals, [key]: percent } })}
            />
          ))}
        </div>
      </fieldset>
      <Problems assumptions={assumptions} change={change} />
      <Afterwards assumptions={assumptions} change={change} />
      <AbsenceFields assumptions={assumptions} change={change} />
    </div>
  );
}

function Offices({ assumptions, change }: Props) {
  const say = useRehearsalWords();
  const { options: offices, titleOf: title } = useOffices();
  const named = Object.entries(assumptions.offices);
  const without = (code: string) => Object.fromEntries(named.filter(([each]) => each !== code));
  return (
    <fieldset>
      <legend>{say('officesTitle')}</legend>
      {named.map(([code, habit]) => (
        <HabitFields
          key={code}
          id={`habit-${code}`}
          title={title(code)}
          habit={habit}
          change={(next) => change({ ...assumptions, offices: { ...assumptions.offices, [code]: next } })}
          remove={() => change({ ...assumptions, offices: without(code) })}
        />
      ))}
      <HabitFields
        id="habit-every"
        title={say('everyOffice')}
        habit={assumptions.everyOffice}
        change={(everyOffice) => change({ ...assumptions, everyOffice })}
      />
      <Select
        aria-label={say('addOffice')}
        placeholder={say('addOffice')}
        value={null}
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 240, marginTop: 10 }}
        options={offices.filter(({ value }) => !(value in assumptions.offices))}
        onChange={(code: string) =>
          change({ ...assumptions, offices: { ...assumptions.offices, [code]: assumptions.everyOffice } })
        }
      />
    </fieldset>
  );
}

function Problems({ assumptions, change }: Props) {
  const say = useRehearsalWords();
  const { titleOf: title } = useOffices();
  const { problems } = assumptions;
  const set = (next: Partial<RehearsalAssumptions['problems']>) =>
    change({ ...assumptions, problems: { ...problems, ...next } });
  return (
    <fieldset>
      <legend>{say('problemsTitle')}</legend>
      <div className="fields">
        <NumberField
          id="problems-least"
          label={say('problemsAtLeast')}
          min={1}
          max={problems.atMost}
          value={problems.atLeast}
          change={(atLeast) => set({ atLeast })}
        />
        <NumberField
          id="problems-most"
          label={say('problemsAtMost')}
          min={problems.atLeast}
          max={20}
          value={problems.atMost}
          change={(atMost) => set({ atMost })}
        />
        <NumberField
          id="due-least"
          label={say('dueAtLeast')}
          suffix={say('calendarDays')}
          min={1}
          max={problems.dueAfterDays.atMost}
          value={problems.dueAfterDays.atLeast}
          change={(atLeast) => set({ dueAfterDays: { ...problems.dueAfterDays, atLeast } })}
        />
        <NumberField
          id="due-most"
          label={say('dueAtMost')}
          suffix={say('calendarDays')}
          min={problems.dueAfterDays.atLeast}
          max={700}
          value={problems.dueAfterDays.atMost}
          change={(atMost) => set({ dueAfterDays: { ...problems.dueAfterDays, atMost } })}
        />
      </div>
      <p className="faint" style={{ margin: '12px 0 4px' }}>
        {say('kindWeight')}
      </p>
      <div className="fields">
        {problems.kinds.map((kind, index) => (
          <NumberField
            key={`${kind.category}|${kind.office}`}
            id={`kind-${index}`}
            label={`${say(kind.category)} · ${title(kind.office)}`}
            min={1}
            value={kind.weight}
            change={(weight) =>
              set({ kinds: problems.kinds.map((each, at) => (at === index ? { ...each, weight } : each)) })
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

function Afterwards({ assumptions, change }: Props) {
  const say = useRehearsalWords();
  const { afterwards } = assumptions;
  const { relapsePercent } = afterwards;
  const set = (next: Partial<RehearsalAssumptions['afterwards']>) =>
    change({ ...assumptions, afterwards: { ...afterwards, ...next } });
  const last = relapsePercent.length - 1;
  return (
    <fieldset>
      <legend>{say('afterwardsTitle')}</legend>
      <div className="fields">
        {relapsePercent.map((percent, index) => (
          <NumberField
            key={`relapse-${index + 1}`}
            id={`relapse-${index}`}
            label={say(index === last ? 'relapseLater' : 'relapseMonth', { n: index + 1 })}
            suffix="%"
            value={percent}
            change={(next) => set({ relapsePercent: relapsePercent.map((each, at) => (at === index ? next : each)) })}
          />
        ))}
        {last < 11 && (
          <Button onClick={() => set({ relapsePercent: [...relapsePercent, relapsePercent[last] ?? 0] })}>
            {say('addMonth')}
          </Button>
        )}
        {last > 0 && (
          <Button onClick={() => set({ relapsePercent: relapsePercent.slice(0, -1) })}>{say('removeMonth')}</Button>
        )}
      </div>
      <div className="fields" style={{ marginTop: 12 }}>
        {(['complaintsPercent', 'satisfiedPercent', 'cityRankPercent'] as const).map((key) => (
          <NumberField
            key={key}
            id={`afterwards-${key}`}
            label={say(key)}
            suffix="%"
            value={afterwards[key]}
            change={(percent) => set({ [key]: percent })}
          />
        ))}
      </div>
    </fieldset>
  );
}
