import { Button, Empty } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useRead } from '../../../api/queries.ts';
import { dayOf, daysBetween } from '../../../parts/days.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { streetOf, usePlaces } from '../../../parts/places.ts';
import { ScrollBox } from '../../../parts/ScrollBox.tsx';
import { Due } from '../../../parts/When.tsx';
import { useCount } from '../shared/text.ts';
import type { Campaign } from './CampaignPage.tsx';
import { byUrgency, type ScheduledCase, useSchedule } from './schedule.ts';
import { useCampaignWords } from './words.ts';

const shownAtFirst = 20;

interface Column {
  key: string;
  title: string;
  cases: ScheduledCase[];
}

/** The open cases in a column for each stage, what is overdue on top. */
export function StageBoard({ campaign: { id, status } }: { campaign: Campaign }) {
  const say = useCampaignWords();
  const found = useSchedule(id, status);
  const columns = useColumns(found.data ?? []);
  if (!found.data) return found.error ? <Failure problem={found.error} retry={found.refetch} /> : <Loading />;
  if (found.data.length === 0) return <Empty description={say('casesComing')} />;
  return (
    <ScrollBox className="board" aria-label={say('board')}>
      {columns.map((column) => (
        <StageColumn key={column.key} column={column} />
      ))}
    </ScrollBox>
  );
}

/** Columns in the order the procedure declares its stages; what has ended comes last. */
function useColumns(cases: readonly ScheduledCase[]): Column[] {
  const say = useCampaignWords();
  const kind = cases[0]?.kind ?? '';
  const procedure = useRead('getProcedure', { path: { kind } }, { enabled: kind !== '', staleTime: 300_000 });
  const order = Object.keys(procedure.data?.stages ?? {});
  const columns = new Map<string, Column>();
  for (const each of cases) {
    const key = each.stage ?? (each.endedAt === null ? '' : '·ended');
    const title = each.stage === null ? say('endedColumn') : (each.stageTitle ?? each.stage);
    const column = columns.get(key) ?? { key, title, cases: [] };
    column.cases.push(each);
    columns.set(key, column);
  }
  const place = ({ key }: Column) => {
    const index = order.indexOf(key);
    return index === -1 ? order.length : index;
  };
  return [...columns.values()]
    .map((column) => ({ ...column, cases: column.cases.sort(byUrgency) }))
    .sort((a, b) => place(a) - place(b));
}

function StageColumn({ column: { key, title, cases } }: { column: Column }) {
  const say = useCampaignWords();
  const count = useCount();
  const [shown, setShown] = useState(shownAtFirst);
  const late = cases.filter(({ overdue }) => overdue).length;
  return (
    <section className="board-column" aria-labelledby={`column-${key}`}>
      <h2 id={`column-${key}`}>
        {title} <span className="faint">{count(cases.length)}</span>
        {late > 0 && (
          <span className="late">
            {' '}
            · {say('overdue')} {count(late)}
          </span>
        )}
      </h2>
      <ul>
        {cases.slice(0, shown).map((each) => (
          <Card key={each.case} scheduled={each} />
        ))}
      </ul>
      {cases.length > shown && (
        <Button type="link" onClick={() => setShown(shown + 100)}>
          {say('moreCards', { count: cases.length - shown })}
        </Button>
      )}
    </section>
  );
}

function Card({ scheduled }: { scheduled: ScheduledCase }) {
  const say = useCampaignWords();
  const { nameOf: placeName } = usePlaces();
  const { case: id, name, scope, spans, dueAt, overdue, now, endedAt, outcomeTitle, stage } = scheduled;
  const since = spans.findLast((span) => span.stage === stage)?.from;
  return (
    <li className={overdue ? 'board-card is-late' : 'board-card'}>
      <Link to={`/cases/${encodeURIComponent(id)}`} title={name}>
        {name}
      </Link>
      <span className="faint">{placeName(streetOf(scope))}</span>
      {endedAt === null ? (
        <>
          <Due dueAt={dueAt} overdue={overdue} now={now} />
          {since !== undefined && (
            <span className="faint">{say('since', { count: daysBetween(dayOf(since), dayOf(now)) })}</span>
          )}
        </>
      ) : (
        <span>
          {outcomeTitle} · {dayOf(endedAt)}
        </span>
      )}
    </li>
  );
}
