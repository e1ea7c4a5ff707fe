import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useRead } from '../../api/queries.ts';
import { useToday } from '../../parts/days.ts';
import './monitoring.css';
import type { Selection } from './selection.ts';
import { useMonitoringWords } from './words.ts';

interface Props {
  selection: Selection;
  change: (change: Partial<Record<keyof Selection, string | undefined>>) => void;
  /** The window that holds, once it is known; without it no period is offered. */
  window?: { from: string; to: string } | undefined;
  children?: ReactNode;
}

const most = 200;

/** Of what and of when figures are: place, campaign, period. */
export function SelectionBar({ selection, change, window, children }: Props) {
  const say = useMonitoringWords();
  const streets = useRead('listStreets', { query: { limit: most } });
  const campaigns = useRead('listCampaigns', { query: { limit: most } });
  const items = streets.data?.items ?? [];
  const districts = [...new Set(items.map(({ district }) => district))];
  const { district, street, campaign } = selection;
  const place = street ? `street:${street}` : district ? `district:${district}` : undefined;
  return (
    <search className="selection no-print">
      <Select
        aria-label={say('place')}
        placeholder={say('everywhere')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={place}
        onChange={(next?: string) => {
          const [level, id] = next?.split(':') ?? [];
          change({ district: level === 'district' ? id : undefined, street: level === 'street' ? id : undefined });
        }}
        options={districts.map((each) => ({
          label: each,
          options: [
            ...(districts.length > 1
              ? [{ value: `district:${each}`, label: say('wholeDistrict', { name: each }) }]
              : []),
            ...items
              .filter((one) => one.district === each)
              .map(({ id, name }) => ({ value: `street:${id}`, label: name })),
          ],
        }))}
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
      {children}
    </search>
  );
}

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
