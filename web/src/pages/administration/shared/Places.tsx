import { AutoComplete } from 'antd';
import { usePlaces } from '../../../parts/places.ts';
import { useAdministrationWords } from './words.ts';

/** The name of a place by its path, with the places around it; the path itself where no name is known. */
export function usePlaceName(): (path: string) => string {
  const say = useAdministrationWords();
  const { nameOf } = usePlaces();
  return (path) => {
    if (path === '*') return say('everywhere');
    const parts = path.split('/');
    return parts
      .map((_, index) => nameOf(parts.slice(0, index + 1).join('/')))
      .slice(parts.length > 2 ? 1 : 0)
      .join(' ');
  };
}

/** A place by name, and the path that stands for it on hovering. */
export function PlaceName({ path }: { path: string }) {
  const nameOf = usePlaceName();
  return <span title={path}>{nameOf(path)}</span>;
}

interface PickerProps {
  value?: string;
  onChange?: (path: string) => void;
  id?: string;
  disabled?: boolean;
  /** Where no label stands beside it. */
  'aria-label'?: string;
}

/** Chooses a place by name; a path that is not in the register, such as a compound's, may be typed. */
export function PlacePicker({ value, onChange, id, disabled, 'aria-label': label }: PickerProps) {
  const say = useAdministrationWords();
  const nameOf = usePlaceName();
  const { places } = usePlaces();
  const options = ['*', ...places.map(({ path }) => path)].map((path) => ({
    value: path,
    label: `${nameOf(path)} (${path})`,
  }));
  const name = value ? nameOf(value) : '';
  return (
    <>
      <AutoComplete
        {...(id !== undefined && { id })}
        {...(label !== undefined && { 'aria-label': label })}
        {...(value !== undefined && { value })}
        {...(onChange && { onChange })}
        {...(disabled !== undefined && { disabled })}
        options={options}
        showSearch={{
          filterOption: (text, option) => (option?.label ?? '').toLowerCase().includes(text.toLowerCase()),
        }}
        placeholder={say('placeHint')}
        popupMatchSelectWidth={false}
      />
      {name !== '' && name !== value && <div className="muted">{name}</div>}
    </>
  );
}
