import { Button, Checkbox, Input, Select } from 'antd';
import { useRead } from '../../api/queries.ts';
import { usePartWords } from '../../parts/words.ts';
import { useMay } from '../../session/session.ts';
import { type CaseFilter, type FilterName, withFilter } from './filters.ts';
import { useCaseWords } from './words.ts';

interface Props {
  filters: CaseFilter;
  change: (next: Record<string, string>) => void;
}

/** What the list is narrowed down by. */
export function CaseFilters({ filters, change }: Props) {
  const say = useCaseWords();
  const sayPart = usePartWords();
  const may = useMay();
  const procedures = useRead('listProcedures', {}, { staleTime: Number.POSITIVE_INFINITY });
  const places = useRead('listPlaces', { query: { limit: 200 } }, { staleTime: 60_000, enabled: may('listPlaces') });
  const campaigns = useRead('listCampaigns', { query: { limit: 100 } }, { enabled: may('listCampaigns') });
  const set = (name: FilterName, value: string | undefined) => change(withFilter(filters, name, value));
  const choose = (name: 'kind' | 'status' | 'street' | 'campaign', options: { value: string; label: string }[]) => (
    <Select
      aria-label={say(name)}
      placeholder={say(name)}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={filters[name] ?? null}
      options={options}
      onChange={(value: string | null) => set(name, value ?? undefined)}
      popupMatchSelectWidth={false}
    />
  );
  const streets = (places.data?.items ?? []).filter(({ level }) => level === 'street');
  return (
    <search className="filters no-print">
      <Input.Search
        key={filters.q ?? ''}
        defaultValue={filters.q ?? ''}
        aria-label={say('searchCases')}
        placeholder={say('searchCases')}
        allowClear
        maxLength={80}
        onSearch={(text) => set('q', text.trim() === '' ? undefined : text.trim())}
      />
      {choose(
        'kind',
        (procedures.data?.items ?? []).map(({ kind, title }) => ({ value: kind, label: title })),
      )}
      {choose(
        'status',
        (['running', 'suspended', 'completed', 'cancelled'] as const).map((value) => ({
          value,
          label: sayPart(value),
        })),
      )}
      {choose(
        'street',
        streets.map(({ path, name }) => ({ value: path.split('/').at(-1) ?? path, label: name })),
      )}
      {campaigns.data !== undefined &&
        campaigns.data.items.length > 0 &&
        choose(
          'campaign',
          campaigns.data.items.map(({ id, name }) => ({ value: id, label: name })),
        )}
      <Checkbox
        checked={filters.overdue === 'true'}
        onChange={({ target }) => set('overdue', target.checked ? 'true' : undefined)}
      >
        {say('overdueOnly')}
      </Checkbox>
      {Object.keys(filters).length > 0 && (
        <Button type="link" onClick={() => change({})}>
          {say('clearFilters')}
        </Button>
      )}
    </search>
  );
}
