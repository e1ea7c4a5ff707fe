import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router';
import { useRead } from '../../../api/queries.ts';
import { useToday } from '../../../parts/days.ts';
import { usePlaces } from '../../../parts/places.ts';
import { useMe } from '../../../session/session.ts';
import '../shared/shared.css';
import { useDraftWords } from './words.ts';

export interface Basics {
  name: string;
  place: string;
  month: string;
}

interface Props {
  initial?: Basics;
  submit: (basics: Basics) => void;
  submitting: boolean;
  word: string;
}

/** Name, place and month of a campaign; the place of a draft stays. */
export function BasicsForm({ initial, submit, submitting, word }: Props) {
  const say = useDraftWords();
  const { user } = useMe();
  const today = useToday();
  const places = usePlaces().places.filter(({ level }) => level === 'city' || level === 'district');
  const months = useRead('listRankings', { query: { limit: 24 } });
  const published = months.data?.items.filter(({ published: version }) => version !== null).map(({ month }) => month);
  const [given, setGiven] = useState<Partial<Basics>>(initial ?? {});
  const [tried, setTried] = useState(false);
  const own = places.find(({ path }) => path === user.scope) ?? places.find(({ level }) => level === 'district');
  const basics: Basics = {
    name: given.name ?? '',
    place: given.place ?? own?.path ?? '',
    month: given.month ?? published?.[0] ?? dayjs(today).subtract(1, 'month').format('YYYY-MM'),
  };
  const nameMissing = basics.name.trim() === '';
  return (
    <form
      className="stack basics"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!nameMissing && basics.place !== '') submit({ ...basics, name: basics.name.trim() });
      }}
    >
      <label className="field" htmlFor="campaign-name">
        {say('name')}
        <Input
          id="campaign-name"
          value={basics.name}
          maxLength={120}
          placeholder={say('nameHint')}
          status={tried && nameMissing ? 'error' : ''}
          aria-invalid={tried && nameMissing}
          onChange={({ target }) => setGiven({ ...given, name: target.value })}
        />
        {tried && nameMissing && <span className="late">{say('needName')}</span>}
      </label>
      <label className="field" htmlFor="campaign-place">
        {say('place')}
        <Select
          id="campaign-place"
          value={basics.place === '' ? null : basics.place}
          disabled={initial !== undefined}
          options={places.map(({ path, name }) => ({ value: path, label: name }))}
          onChange={(place: string) => setGiven({ ...given, place })}
        />
        {tried && basics.place === '' && <span className="late">{say('needPlace')}</span>}
      </label>
      <label className="field" htmlFor="campaign-month">
        {say('month')}
        <DatePicker
          id="campaign-month"
          picker="month"
          allowClear={false}
          value={dayjs(`${basics.month}-01`)}
          onChange={(month: dayjs.Dayjs | null) => {
            if (month) setGiven({ ...given, month: month.format('YYYY-MM') });
          }}
        />
        <span className="faint">{say('monthHint')}</span>
        {published?.length === 0 && (
          <span>
            {say('noPublished')} <Link to="/rankings">{say('goRankings')}</Link>
          </span>
        )}
      </label>
      <div>
        <Button type="primary" htmlType="submit" loading={submitting}>
          {word}
        </Button>
      </div>
    </form>
  );
}
