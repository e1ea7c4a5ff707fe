import { Cascader, Form, Input, InputNumber, Select } from 'antd';
import type { Rule } from 'antd/es/form';
import { useDeferredValue, useState } from 'react';
import { toHundredths } from '../../parts/form/schema.ts';
import { type PlaceNode, usePlaces } from '../../parts/places.ts';
import { registers } from './declarations.ts';
import { useEntries } from './entries.ts';
import type { Field, RegisterName } from './register.ts';
import { useRegisterWords } from './words.ts';

/** A field of an entry, to be filled in. */
export function FieldControl({ field }: { field: Field }) {
  const say = useRegisterWords();
  const rules: Rule[] = field.required ? [{ required: true, message: say('required') }] : [];
  if (field.kind === 'area') {
    rules.push({
      validator: (_, value?: string) =>
        !value || toHundredths(value) !== undefined ? Promise.resolve() : Promise.reject(new Error(say('areaPattern'))),
    });
  }
  if (field.kind === 'number') {
    const { min, max } = field;
    rules.push({ type: 'integer', min, max, message: say('whole', { min, max }) });
  }
  return (
    <Form.Item name={field.key} label={say(field.key)} rules={rules}>
      <Control field={field} />
    </Form.Item>
  );
}

interface ControlProps {
  field: Field;
  id?: string;
  value?: unknown;
  onChange?: (value: unknown) => void;
}

/** The control itself; the form hands it its id, value and listener. */
function Control({ field, ...held }: ControlProps) {
  const say = useRegisterWords();
  const { id, value, onChange } = held;
  const own = { ...(id !== undefined && { id }), ...(onChange && { onChange }) };
  switch (field.kind) {
    case 'number':
      return <InputNumber {...own} value={value as number | null} min={field.min} max={field.max} precision={0} />;
    case 'code':
      return (
        <Select
          {...own}
          value={value}
          allowClear={!field.required}
          options={field.codes.map((code) => ({ value: code, label: say(code) }))}
        />
      );
    case 'yesNo':
      return (
        <Select
          {...own}
          value={value}
          allowClear
          options={[true, false].map((each) => ({ value: each, label: say(each ? 'yes' : 'no') }))}
        />
      );
    case 'day':
      return <Input {...own} type="date" value={value as string} />;
    case 'path':
      return <PlaceControl {...held} depth={field.parts.length} />;
    case 'place':
      return <PlaceControl {...held} />;
    case 'entry':
      return <EntryControl {...held} of={field.of} many={field.many ?? false} />;
    case 'area':
      return <Input {...own} value={value as string} inputMode="decimal" suffix={say('squareMetresUnit')} />;
    default:
      return <Input {...own} value={value as string} maxLength={80} />;
  }
}

function PlaceControl({ depth, id, value, onChange }: Omit<ControlProps, 'field'> & { depth?: number }) {
  const { tree } = usePlaces();
  return (
    <Cascader<PlaceNode>
      {...(id !== undefined && { id })}
      {...(onChange && { onChange })}
      value={value as string[]}
      options={depth === undefined ? tree : cut(tree, depth)}
      changeOnSelect={depth === undefined}
      showSearch
    />
  );
}

function cut(nodes: readonly PlaceNode[], depth: number): PlaceNode[] {
  return nodes.map(({ children, ...node }) => ({
    ...node,
    ...(depth > 1 && children && { children: cut(children, depth - 1) }),
  }));
}

/** An entry of another register, found by part of its name. */
function EntryControl({
  of,
  many,
  id,
  value,
  onChange,
}: Omit<ControlProps, 'field'> & { of: RegisterName; many: boolean }) {
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const found = useEntries(registers[of], q === '' ? {} : { q }, 20);
  return (
    <Select
      {...(id !== undefined && { id })}
      {...(onChange && { onChange })}
      {...(many && { mode: 'multiple' as const })}
      value={value}
      allowClear
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={found.isFetching}
      options={found.items.map((entry) => ({ value: entry.id, label: `${entry.name} · ${entry.id}` }))}
    />
  );
}
