import { Button, DatePicker, Select, Tag } from 'antd';
import type dayjs from 'dayjs';
import type { OfficeCode, RehearsalAssumptions } from '../../../api/operations.ts';
import { useToday } from '../../../parts/days.ts';
import { useOffices } from '../../../parts/offices.ts';
import { usePlaces } from '../../../parts/places.ts';
import { useRowKeys } from '../../../parts/rowKeys.ts';
import { DayField } from './fields.tsx';
import { useRehearsalWords } from './words.ts';

type Absence = RehearsalAssumptions['absences'][number];

interface Props {
  assumptions: RehearsalAssumptions;
  change: (assumptions: RehearsalAssumptions) => void;
}

/** When offices decide nothing, and rest days besides the calendar's. */
export function AbsenceFields({ assumptions, change }: Props) {
  const say = useRehearsalWords();
  const today = useToday();
  const { options: offices } = useOffices();
  const places = usePlaces().places.filter(({ level }) => level !== 'community');
  const { absences, holidays } = assumptions;
  const { keys, removed } = useRowKeys(absences.length);
  const set = (index: number, absence: Absence) =>
    change({ ...assumptions, absences: absences.map((each, at) => (at === index ? absence : each)) });
  const first = offices[0]?.value as OfficeCode | undefined;
  return (
    <>
      <fieldset>
        <legend>{say('absencesTitle')}</legend>
        <p className="faint" style={{ margin: '0 0 8px' }}>
          {say('absencesLead')}
        </p>
        {absences.map((absence, index) => (
          <div key={keys[index]} className="habit">
            <label className="field" htmlFor={`absence-office-${index}`}>
              {say('office')}
              <Select
                id={`absence-office-${index}`}
                value={absence.office}
                showSearch={{ optionFilterProp: 'label' }}
                style={{ width: 200 }}
                options={offices}
                onChange={(office: string) => set(index, { ...absence, office: office as OfficeCode })}
              />
            </label>
            <DayField
              id={`absence-from-${index}`}
              label={say('from')}
              value={absence.from}
              change={(from) => set(index, { ...absence, from, to: absence.to < from ? from : absence.to })}
            />
            <DayField
              id={`absence-to-${index}`}
              label={say('to')}
              value={absence.to}
              change={(to) => set(index, { ...absence, to, from: absence.from > to ? to : absence.from })}
            />
            <label className="field" htmlFor={`absence-place-${index}`}>
              {say('place')}
              <Select
                id={`absence-place-${index}`}
                value={absence.scope ?? ''}
                style={{ width: 180 }}
                options={[
                  { value: '', label: say('scopeEverywhere') },
                  ...places.map(({ path, name }) => ({ value: path, label: name })),
                ]}
                onChange={(scope: string) => {
                  const { scope: _, ...others } = absence;
                  set(index, scope === '' ? others : { ...others, scope });
                }}
              />
            </label>
            <Button
              type="link"
              onClick={() => {
                removed(index);
                change({ ...assumptions, absences: absences.filter((_, at) => at !== index) });
              }}
            >
              {say('remove')}
            </Button>
          </div>
        ))}
        <Button
          disabled={first === undefined}
          onClick={() =>
            first !== undefined &&
            change({ ...assumptions, absences: [...absences, { office: first, from: today, to: today }] })
          }
        >
          {say('addAbsence')}
        </Button>
      </fieldset>
      <fieldset>
        <legend>{say('holidaysTitle')}</legend>
        <div className="fields">
          {holidays.map((day) => (
            <Tag
              key={day}
              closable={{ 'aria-label': say('removeNamed', { name: day }) }}
              onClose={(event) => {
                event.preventDefault();
                change({ ...assumptions, holidays: holidays.filter((each) => each !== day) });
              }}
            >
              {day}
            </Tag>
          ))}
          <DatePicker
            aria-label={say('addHoliday')}
            placeholder={say('addHoliday')}
            value={null}
            onChange={(value: dayjs.Dayjs | null) => {
              const day = value?.format('YYYY-MM-DD');
              if (day !== undefined && !holidays.includes(day)) {
                change({ ...assumptions, holidays: [...holidays, day].sort() });
              }
            }}
          />
        </div>
      </fieldset>
    </>
  );
}
