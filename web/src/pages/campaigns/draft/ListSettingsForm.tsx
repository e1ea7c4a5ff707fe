import { Button, Checkbox, InputNumber } from 'antd';
import { useState } from 'react';
import type { SelectionPreview } from '../../../api/operations.ts';
import { type ListSettings, percentOf } from './listDraft.ts';
import { useDraftWords } from './words.ts';

interface Props {
  settings: ListSettings;
  /** What was computed with; what is not set is the policy's. */
  rules: SelectionPreview['rules'] | undefined;
  compute: (settings: ListSettings) => void;
}

type Numbers = Pick<ListSettings, 'targetCount' | 'complaintWeight' | 'windowMonths'>;

/** How many, weighed how, over which months. */
export function ListSettingsForm({ settings, rules, compute }: Props) {
  const say = useDraftWords();
  const [form, setForm] = useState(settings);
  const shown = {
    targetCount: form.targetCount ?? rules?.targetCount,
    complaintWeight: form.complaintWeight ?? (rules && percentOf(rules.weights.complaints)),
    windowMonths: form.windowMonths ?? rules?.windowMonths,
  };
  const set = (name: keyof Numbers, value: number | null) => {
    const { [name]: _, ...others } = form;
    setForm(value === null ? others : { ...others, [name]: Math.round(value) });
  };
  const field = (name: keyof Numbers, label: string, bounds: { min: number; max: number }, suffix?: string) => (
    <label htmlFor={`list-${name}`}>
      {label}
      <InputNumber
        id={`list-${name}`}
        {...bounds}
        value={shown[name] ?? null}
        placeholder={say('policyDefault')}
        suffix={suffix}
        style={{ width: name === 'complaintWeight' ? 190 : 130 }}
        onChange={(value) => set(name, value)}
      />
    </label>
  );
  return (
    <form
      className="toolbar panel"
      onSubmit={(event) => {
        event.preventDefault();
        compute({ ...form, additions: settings.additions });
      }}
    >
      {field('targetCount', say('count'), { min: 0, max: 5000 })}
      {field(
        'complaintWeight',
        say('weightComplaints'),
        { min: 0, max: 100 },
        `% · ${say('weightDissatisfaction', { percent: 100 - (shown.complaintWeight ?? 0) })}`,
      )}
      {field('windowMonths', say('window'), { min: 1, max: 60 })}
      <Checkbox
        checked={form.lowStars ?? false}
        onChange={({ target }) => setForm({ ...form, lowStars: target.checked })}
      >
        {say('lowStars')}
      </Checkbox>
      <Button htmlType="submit">{say('compute')}</Button>
    </form>
  );
}
