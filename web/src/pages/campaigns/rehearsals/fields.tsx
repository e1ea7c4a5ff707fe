import { DatePicker, InputNumber } from 'antd';
import dayjs from 'dayjs';

interface NumberProps {
  id: string;
  label: string;
  value: number | undefined;
  change: (value: number) => void;
  /** For a field that may be left empty. */
  clear?: () => void;
  suffix?: string;
  placeholder?: string;
  min?: number;
  max?: number;
}

/** A whole number with its name and unit. */
export function NumberField({ id, label, value, change, clear, suffix, placeholder, min = 0, max = 100 }: NumberProps) {
  return (
    <label className="field" htmlFor={id}>
      {label}
      <InputNumber
        id={id}
        min={min}
        max={max}
        precision={0}
        value={value ?? null}
        {...(placeholder !== undefined && { placeholder })}
        suffix={suffix}
        style={{ width: 120 }}
        onChange={(next) => {
          if (next !== null) change(next);
          else clear?.();
        }}
      />
    </label>
  );
}

interface DayProps {
  id: string;
  label: string;
  value: string | undefined;
  change: (value: string) => void;
  clear?: () => void;
}

/** A day, as 2026-11-28. */
export function DayField({ id, label, value, change, clear }: DayProps) {
  return (
    <label className="field" htmlFor={id}>
      {label}
      <DatePicker
        id={id}
        allowClear={clear !== undefined}
        value={value === undefined ? null : dayjs(value)}
        onChange={(day: dayjs.Dayjs | null) => {
          if (day) change(day.format('YYYY-MM-DD'));
          else clear?.();
        }}
      />
    </label>
  );
}
