import { Button, Input, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useRead } from '../../../api/queries.ts';
import type { ListSettings } from './listDraft.ts';
import { useDraftWords } from './words.ts';

interface Props {
  place: string;
  additions: ListSettings['additions'];
  change: (additions: ListSettings['additions']) => void;
}

/** Compounds that a decision of the district puts on the list, each with its reason. */
export function AddManually({ place, additions, change }: Props) {
  const say = useDraftWords();
  const [text, setText] = useState('');
  const [compound, setCompound] = useState<string>();
  const [reason, setReason] = useState('');
  const q = useDeferredValue(text.trim());
  const found = useRead('listCompounds', { query: { q, limit: 20 } }, { enabled: q !== '' });
  const options = (found.data?.items ?? [])
    .filter(({ scope }) => scope.startsWith(`${place}/`))
    .map(({ id, name }) => ({ value: id, label: `${name} · ${id}` }));
  return (
    <section className="panel" aria-labelledby="manual-title">
      <h3 id="manual-title">{say('addManual')}</h3>
      {additions.length > 0 && (
        <ul>
          {additions.map((each) => (
            <li key={each.compound} className="long">
              <code>{each.compound}</code> {each.reason}{' '}
              <Button
                type="link"
                size="small"
                onClick={() => change(additions.filter((other) => other.compound !== each.compound))}
              >
                {say('remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="toolbar"
        onSubmit={(event) => {
          event.preventDefault();
          if (compound === undefined || reason.trim() === '') return;
          const others = additions.filter((each) => each.compound !== compound);
          change([...others, { compound, route: 'manual', reason: reason.trim() }]);
          setCompound(undefined);
          setReason('');
          setText('');
        }}
      >
        <label htmlFor="manual-compound">
          {say('searchCompound')}
          <Select
            id="manual-compound"
            showSearch={{ filterOption: false, onSearch: setText }}
            value={compound ?? null}
            options={options}
            style={{ width: 280, maxWidth: '100%' }}
            notFoundContent={null}
            onChange={(id: string) => setCompound(id)}
          />
        </label>
        <label htmlFor="manual-reason">
          {say('why')}
          <Input
            id="manual-reason"
            value={reason}
            maxLength={200}
            style={{ width: 280, maxWidth: '100%' }}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        <Button htmlType="submit" disabled={compound === undefined || reason.trim() === ''}>
          {say('add')}
        </Button>
      </form>
    </section>
  );
}
