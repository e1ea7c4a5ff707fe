import { Cascader, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useRead } from '../../api/queries.ts';
import { useToday } from '../../parts/days.ts';
import { type PlaceNode, usePlaces } from '../../parts/places.ts';
import './monitoring.css';
import type { Selection } from './selection.ts';
import { useMonitoringWords } from './words.ts';

interface Props {
  selection: Selection;
  change: (change: Partial<Record<keyof Selection, string | undefined>>) => void;
  /** The window that holds, once it is known; without it no period is offered. */
  window?: { from: string; to: string } | undefined;
}

const most = 200;

/** Of what and of when figures are: place, campaign, period. */
export function SelectionBar({ selection, change, window }: Props) {
  const say = useMonitoringWords();
  const { tree } = usePlaces();
  const campaigns = useRead('listCampaigns', { query: { limit: most } });
  const districts = tree.flatMap(({ children = [] }) => children).map(downToStreets);
  const { district, street, campaign } = selection;
  const place = street
    ? [
        districts.find(({ children }) => children.some(({ value }) => value === street))?.value ?? district ?? '',
        street,
      ]
    : district
      ? [district]
      : undefined;
  return (
    <search className="selection no-print">
      <Cascader<ReturnType<typeof downToStreets>>
        aria-label={say('place')}
        placeholder={say('everywhere')}
        allowClear
        changeOnSelect
        showSearch
        value={place ?? []}
        options={districts}
        onChange={(next?: (string | number)[]) => {
          const [inDistrict, inStreet] = next ?? [];
          change({
            district: inStreet === undefined ? inDistrict?.toString() : undefined,
            street: inStreet?.toString(),
          });
        }}
      />
      <Select
        aria-label={say('campaign')}
        placeholder={say('anyCampaign')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={campaign}
        onChange={(next?: string) => change({ campaign: next })}
        options={(campaigns.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      {window && <Period selection={selection} window={window} change={change} />}
    </search>
  );
}

const downToStreets = ({ value, label, children = [] }: PlaceNode) => ({
  value,
  label,
  children: children.map((street) => ({ value: street.value, label: street.label })),
});

function Period({ selection: { from, to }, window, change }: Props & { window: { from: string; to: string } }) {
  const say = useMonitoringWords();
  const today = dayjs(useToday());
  return (
    <DatePicker.RangePicker
      picker="month"
      aria-label={say('period')}
      value={[dayjs(`${from ?? window.from}-01`), dayjs(`${to ?? window.to}-01`)]}
      maxDate={today}
      allowClear={from !== undefined || to !== undefined}
      presets={[
        { label: say('thisYear'), value: [today.startOf('year'), today] },
        { label: say('lastTwelve'), value: [today.subtract(11, 'month'), today] },
        { label: say('lastMonth'), value: [today.subtract(1, 'month'), today.subtract(1, 'month')] },
        { label: say('thisMonth'), value: [today, today] },
      ]}
      onChange={(next) => change({ from: next?.[0]?.format('YYYY-MM'), to: next?.[1]?.format('YYYY-MM') })}
    />
  );
}
