import { EditOutlined } from '@ant-design/icons';
import { Button, Card, Empty, Tag } from 'antd';
import { Link, useParams } from 'react-router';
import type { Answer } from '../../../api/client.ts';
import { usePages, useTagged } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { Page } from '../../../parts/Page.tsx';
import { When } from '../../../parts/When.tsx';
import { useMay, useMe } from '../../../session/session.ts';
import '../administration.css';
import { useFilters } from '../shared/useFilters.ts';
import './calendars.css';
import { EditYear } from './EditYear.tsx';
import { useCalendarWords } from './words.ts';
import { lengthOf, YearGrid } from './YearGrid.tsx';

/** A year's rest days and make-up days; entered or corrected when its notice is published. */
export function CalendarPage() {
  const say = useCalendarWords();
  const may = useMay();
  const { user } = useMe();
  const { year: named = '' } = useParams();
  const year = Number(named);
  const [{ edit }, setFilters] = useFilters(['edit']);
  const reading = useTagged('getCalendar', { path: { year } }, { retry: false });
  const found = reading.data?.body;
  const unknown = reading.error?.status === 404;
  const mayChange = may('updateCalendar') && user.scope === '*';
  if (reading.error && !unknown && !found) return <Failure problem={reading.error} retry={reading.refetch} />;
  return (
    <Page
      title={say('year', { year: named })}
      aside={found && <Tag color={found.status === 'official' ? 'green' : 'gold'}>{say(found.status)}</Tag>}
      lead={
        <>
          <Link to="/calendars">{say('back')}</Link>
          {found && ` · ${say('source')} ${found.source}`}
        </>
      }
      actions={
        mayChange &&
        edit === undefined &&
        (found ?? unknown) && (
          <Button icon={<EditOutlined />} onClick={() => setFilters({ edit: '1' })}>
            {say(found ? 'edit' : 'load')}
          </Button>
        )
      }
    >
      {reading.isPending ? (
        <Loading rows={12} />
      ) : edit !== undefined && mayChange ? (
        <EditYear year={year} present={reading.data} closed={() => setFilters({ edit: null })} />
      ) : found ? (
        <Shown found={found} />
      ) : (
        <Empty
          description={
            <>
              {say('none')}
              <br />
              <span className="muted">{say('noneHint')}</span>
            </>
          }
        />
      )}
    </Page>
  );
}

function Shown({ found }: { found: Answer<'getCalendar'> }) {
  const say = useCalendarWords();
  return (
    <div className="panels">
      <YearGrid year={found} />
      <Card size="small" title={say('holidays')}>
        {found.off.length === 0 && say('noHolidays')}
        <ul className="plain-list">
          {found.off.map((rest) => (
            <li key={rest.from}>
              <span className="grow">{rest.name}</span>
              <span>
                {rest.from} – {rest.to}
              </span>
              <span className="muted">{say('days', { count: lengthOf(rest) })}</span>
            </li>
          ))}
        </ul>
        <p>
          {say('workDays')}：{found.work.join('、') || say('noWorkDays')}
        </p>
      </Card>
      <Entered year={found.year} />
    </div>
  );
}

/** Who entered and corrected the year. */
function Entered({ year }: { year: number }) {
  const say = useCalendarWords();
  const list = usePages('listCalendarVersions', { path: { year } });
  return (
    <Card size="small" title={say('versions')}>
      {list.error ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading rows={2} />
      ) : list.items.length === 0 ? (
        say('noVersions')
      ) : (
        <>
          <ul className="plain-list">
            {list.items.map(({ change, at, by, reason, source, status }) => (
              <li key={change}>
                <When at={at} time />
                <span>{say('by', { name: by.name })}</span>
                <span className="grow long">
                  {reason} <span className="muted">{`${source} · ${say(status)}`}</span>
                </span>
              </li>
            ))}
          </ul>
          <More list={list} />
        </>
      )}
    </Card>
  );
}
