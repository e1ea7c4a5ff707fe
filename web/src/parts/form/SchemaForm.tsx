import { Input, Radio, Select } from 'antd';
import { Amount } from './Amount.tsx';
import type { FieldErrors } from './check.ts';
import { describedBy, Field } from './Field.tsx';
import './form.css';
import { ItemList } from './ItemList.tsx';
import { type FormValue, type Json, kindOf, resolve, type Schema, type Value } from './schema.ts';
import { useFormWords } from './words.ts';

interface Props {
  schema: Schema;
  value: FormValue;
  onChange: (value: FormValue) => void;
  /** Where the form stands in what is sent: `/form`. */
  pointer: string;
  errors: FieldErrors;
}

/** A form as a declaration describes it. It keeps nothing: whoever shows it keeps the value, and what is wrong with it. */
export function SchemaForm({ schema, value, onChange, pointer, errors }: Props) {
  return (
    <Members
      schema={schema}
      value={value}
      onChange={onChange}
      pointer={pointer}
      errors={errors}
      definitions={schema.$defs ?? {}}
    />
  );
}

interface MembersProps extends Props {
  definitions: Record<string, Schema>;
}

/** The fields of an object, one below the other. */
export function Members({ schema, value, onChange, pointer, errors, definitions }: MembersProps) {
  return (
    <>
      {Object.entries(schema.properties ?? {}).map(([name, member]) => (
        <Control
          key={name}
          name={name}
          schema={resolve(member, definitions)}
          value={value[name]}
          required={schema.required?.includes(name) === true}
          pointer={`${pointer}/${name}`}
          errors={errors}
          definitions={definitions}
          onChange={(next) => onChange(withMember(value, name, next))}
        />
      ))}
    </>
  );
}

function withMember(value: FormValue, name: string, next: Value): FormValue {
  const { [name]: _, ...others } = value;
  return next === undefined ? others : { ...others, [name]: next };
}

export interface ControlProps {
  name: string;
  schema: Schema;
  value: Value;
  required: boolean;
  pointer: string;
  errors: FieldErrors;
  definitions: Record<string, Schema>;
  onChange: (value: Value) => void;
}

/** Ids without characters that selectors stumble over. */
export function idOf(pointer: string): string {
  return `field${pointer.replaceAll('/', '-')}`;
}

const textLike = ['text', 'longText', 'date', 'month', 'integer', 'hundredths', 'words'];
const unitWords = { fen: 'yuan', area: 'squareMetres', points: 'points' } as const;
/** More choices than this are a list to open. */
const radios = 5;

/** One field with its label, whatever it takes. */
export function Control(props: ControlProps) {
  const { name, schema, value, required, pointer, errors, definitions, onChange } = props;
  const say = useFormWords();
  const id = idOf(pointer);
  const kind = kindOf(schema, definitions);
  const { label = name, help } = schema;
  const isSelect = kind === 'choice' && (schema.enum?.length ?? 0) > radios;
  // What is wrong with an item of a plain list is shown at the list.
  const error = errors[pointer] ?? (kind === 'words' ? errorWithin(errors, pointer) : undefined);
  const described = describedBy(id, help, error);
  const field = { id, label, help, error, required, group: !textLike.includes(kind) && !isSelect };
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';

  switch (kind) {
    case 'group':
      return (
        <fieldset className="form-group">
          <legend>
            {label}
            {!required && <span className="faint"> · {say('optional')}</span>}
          </legend>
          {help && <span className="form-help">{help}</span>}
          <Members
            schema={schema}
            value={asObject(value)}
            onChange={onChange}
            pointer={pointer}
            errors={errors}
            definitions={definitions}
          />
          {error && (
            <span className="form-error" role="alert">
              {error}
            </span>
          )}
        </fieldset>
      );
    case 'list':
      return (
        <ItemList
          {...props}
          show={(item) => (
            <Entry
              {...item}
              schema={resolve(schema.items ?? {}, definitions)}
              errors={errors}
              definitions={definitions}
            />
          )}
        />
      );
    case 'choice':
      return (
        <Field {...field}>
          {isSelect ? (
            <Select
              id={id}
              showSearch={{ optionFilterProp: 'label' }}
              allowClear={!required}
              value={text === '' ? null : text}
              placeholder={say('choose')}
              options={choices(schema)}
              {...described}
              onChange={(next: string | null) => onChange(next ?? undefined)}
            />
          ) : (
            <Radio.Group
              options={choices(schema)}
              value={text}
              onChange={({ target }) => onChange(target.value as string)}
            />
          )}
        </Field>
      );
    case 'boolean':
      return (
        <Field {...field}>
          <Radio.Group
            options={[
              { value: true, label: say('yes') },
              { value: false, label: say('none') },
            ]}
            value={value}
            onChange={({ target }) => onChange(target.value as boolean)}
          />
        </Field>
      );
    case 'words': {
      const items = resolve(schema.items ?? {}, definitions);
      return (
        <Field {...field} help={help ?? (items.enum ? undefined : say('several'))}>
          <Select
            id={id}
            mode={items.enum ? 'multiple' : 'tags'}
            value={Array.isArray(value) ? (value as string[]) : []}
            tokenSeparators={[',', '，', '、', '\n', '\t']}
            options={items.enum ? choices(items) : []}
            {...(!items.enum && { open: false, suffixIcon: null })}
            {...described}
            onChange={(next: string[]) => onChange(next)}
          />
        </Field>
      );
    }
    case 'hundredths':
      return (
        <Field {...field} error={error ?? (typeof value === 'string' ? say('amountUnfit') : undefined)}>
          <Amount
            id={id}
            unit={say(schema.unit === undefined ? 'yuan' : unitWords[schema.unit])}
            value={value}
            onChange={onChange}
            described={described}
          />
        </Field>
      );
    case 'integer':
      return (
        <Field {...field}>
          <Input
            id={id}
            inputMode="numeric"
            value={text}
            {...described}
            onChange={({ target }) => onChange(wholeNumber(target.value))}
          />
        </Field>
      );
    case 'longText':
      return (
        <Field {...field}>
          <Input.TextArea
            id={id}
            value={text}
            autoSize={{ minRows: isLong(schema) ? 3 : 1, maxRows: 12 }}
            maxLength={schema.maxLength}
            showCount={isLong(schema)}
            {...described}
            onChange={({ target }) => onChange(target.value)}
          />
        </Field>
      );
    case 'date':
    case 'month':
    case 'text':
      return (
        <Field {...field}>
          <Input
            id={id}
            type={kind === 'date' || kind === 'month' ? kind : 'text'}
            value={text}
            maxLength={schema.maxLength}
            {...described}
            onChange={({ target }) => onChange(target.value)}
          />
        </Field>
      );
    default:
      return kind satisfies never;
  }
}

type EntryProps = Omit<ControlProps, 'name' | 'required'>;

/** An entry of a list: its fields, or the one it is. */
function Entry({ schema, value, pointer, errors, definitions, onChange }: EntryProps) {
  if (kindOf(schema, definitions) === 'group') {
    return <Members {...{ schema, pointer, errors, definitions, onChange }} value={asObject(value)} />;
  }
  return <Control {...{ schema, value, pointer, errors, definitions, onChange }} name="" required />;
}

function choices({ enum: values = [], options = {} }: Schema): { value: string; label: string }[] {
  return values.map((each) => ({ value: each, label: options[each] ?? each }));
}

/** A paragraph or more, where others are a sentence. */
function isLong({ maxLength = 0 }: Schema): boolean {
  return maxLength > 500;
}

/** Digits as a number; anything else as it was typed, so that it can be seen and is refused. */
function wholeNumber(typed: string): Value {
  if (typed.trim() === '') return undefined;
  return /^\d{1,15}$/.test(typed.trim()) ? Number(typed) : typed;
}

function errorWithin(errors: FieldErrors, pointer: string): string | undefined {
  return Object.entries(errors).find(([at]) => at.startsWith(`${pointer}/`))?.[1];
}

export function asObject(value: Value): Record<string, Json> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}
