import { Input } from 'antd';
import { useState } from 'react';
import { fromHundredths, toHundredths, type Value } from './schema.ts';

interface Props {
  id: string;
  unit: string;
  value: Value;
  onChange: (value: Value) => void;
  described: Record<string, unknown>;
}

/** Money and areas: written in yuan and m², kept in whole hundredths. What is no number stays as typed, and is refused. */
export function Amount({ id, unit, value, onChange, described }: Props) {
  const [typed, setTyped] = useState<string>();
  const shown = typeof value === 'number' ? fromHundredths(value) : typeof value === 'string' ? value : '';
  const text = typed !== undefined && (toHundredths(typed) ?? typed) === (value ?? '') ? typed : shown;
  return (
    <Input
      id={id}
      inputMode="decimal"
      value={text}
      suffix={unit}
      {...described}
      onChange={({ target }) => {
        setTyped(target.value);
        onChange(target.value === '' ? undefined : (toHundredths(target.value) ?? target.value));
      }}
    />
  );
}
