import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useRowKeys } from '../rowKeys.ts';
import type { FieldErrors } from './check.ts';
import { initialOf, type Json, type Schema, type Value } from './schema.ts';
import { useFormWords } from './words.ts';

interface Shown {
  value: Value;
  pointer: string;
  onChange: (value: Value) => void;
}

interface Props extends Shown {
  name: string;
  schema: Schema;
  required: boolean;
  errors: FieldErrors;
  definitions: Record<string, Schema>;
  /** The controls of one entry. */
  show: (item: Shown) => ReactNode;
}

/** A list of entries, each with fields of its own. */
export function ItemList(props: Props) {
  const { name, schema, value, required, pointer, errors, definitions, onChange, show } = props;
  const say = useFormWords();
  const items: Json[] = Array.isArray(value) ? value : [];
  const { keys, removed } = useRowKeys(items.length);
  const full = items.length >= (schema.maxItems ?? Number.POSITIVE_INFINITY);
  const replace = (index: number, next: Json) => onChange(items.map((each, at) => (at === index ? next : each)));
  return (
    <fieldset className="form-group">
      <legend>
        {schema.label ?? name}
        {!required && <span className="faint"> · {say('optional')}</span>}
      </legend>
      {schema.help && <span className="form-help">{schema.help}</span>}
      {items.map((each, index) => (
        <div key={keys[index]} className="form-item" role="group" aria-label={say('no', { no: index + 1 })}>
          <header>
            <span className="faint">{say('no', { no: index + 1 })}</span>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={say('remove', { no: index + 1 })}
              disabled={items.length <= (schema.minItems ?? 0)}
              onClick={() => {
                removed(index);
                onChange(items.filter((_, at) => at !== index));
              }}
            />
          </header>
          {show({ value: each, pointer: `${pointer}/${index}`, onChange: (next) => replace(index, next ?? null) })}
        </div>
      ))}
      {errors[pointer] && (
        <span className="form-error" role="alert">
          {errors[pointer]}
        </span>
      )}
      <Button
        icon={<PlusOutlined />}
        disabled={full}
        onClick={() => onChange([...items, initialOf(schema.items ?? {}, definitions) ?? {}])}
      >
        {say('add')}
      </Button>
    </fieldset>
  );
}
