import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { usePlaces } from '../../../parts/places.ts';
import { registers } from '../declarations.ts';
import { useEntries } from '../entries.ts';
import type { RegisterName } from '../register.ts';
import type { Procedure } from './ProcedurePage.tsx';

type SubjectType = Procedure['subjects'][number];

/** Where subjects of a type are found; cities and districts are places and in no register of their own. */
const registerOf: Partial<Record<SubjectType, RegisterName>> = {
  compound: 'compounds',
  secretary: 'secretaries',
  street: 'streets',
  community: 'communities',
  company: 'companies',
  committee: 'committees',
  branch: 'branches',
};

interface Props {
  id: string;
  type: SubjectType;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** Chooses what a case is about. */
export function SubjectControl({ type, ...held }: Props) {
  const register = registerOf[type];
  return register ? <EntrySubject {...held} of={register} /> : <PlaceSubject {...held} level={type} />;
}

function EntrySubject({ id, of, value, onChange }: Omit<Props, 'type'> & { of: RegisterName }) {
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const found = useEntries(registers[of], q === '' ? {} : { q }, 20);
  return (
    <Select
      id={id}
      value={value ?? null}
      allowClear
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={found.isFetching}
      options={found.items.map((entry) => ({ value: entry.id, label: `${entry.name} · ${entry.id}` }))}
      onChange={(next: string | null) => onChange(next ?? undefined)}
    />
  );
}

function PlaceSubject({ id, level, value, onChange }: Omit<Props, 'type'> & { level: SubjectType }) {
  const { tree } = usePlaces();
  const places = level === 'city' ? tree : tree.flatMap(({ children = [] }) => children);
  return (
    <Select
      id={id}
      value={value ?? null}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      options={places.map(({ path, label }) => ({ value: path, label }))}
      onChange={(next: string | null) => onChange(next ?? undefined)}
    />
  );
}
