import { fromHundredths, type Json, kindOf, resolve, type Schema } from './schema.ts';
import { useFormWords } from './words.ts';

/** A form as it was handed in, to be read: labels, titles of choices, amounts in their unit. */
export function Filled({ schema, value }: { schema: Schema; value: Json }) {
  return <Part schema={schema} value={value} definitions={schema.$defs ?? {}} />;
}

interface Props {
  schema: Schema;
  value: Json;
  definitions: Record<string, Schema>;
}

function Part({ schema, value, definitions }: Props) {
  const say = useFormWords();
  if (Array.isArray(value)) {
    const items = resolve(schema.items ?? {}, definitions);
    return (
      <ol className="filled-list">
        {value.map((each, index) => (
          <li key={`${index + 1}`}>
            <Part schema={items} value={each} definitions={definitions} />
          </li>
        ))}
      </ol>
    );
  }
  if (value !== null && typeof value === 'object') {
    return (
      <dl className="filled">
        {Object.entries(value).map(([name, member]) => {
          const field = resolve(schema.properties?.[name] ?? {}, definitions);
          return (
            <div key={name}>
              <dt>{field.label ?? name}</dt>
              <dd>
                <Part schema={field} value={member} definitions={definitions} />
              </dd>
            </div>
          );
        })}
      </dl>
    );
  }
  if (typeof value === 'boolean') return say(value ? 'yes' : 'none');
  if (typeof value === 'number' && kindOf(schema, definitions) === 'hundredths') {
    const unit = say(schema.unit === 'area' ? 'squareMetres' : schema.unit === 'points' ? 'points' : 'yuan');
    return `${fromHundredths(value)} ${unit}`;
  }
  const text = String(value ?? '—');
  return <span className="long">{schema.options?.[text] ?? text}</span>;
}
