import { CheckCircleFilled, MinusCircleOutlined, PlayCircleFilled } from '@ant-design/icons';
import { Card, Tag } from 'antd';
import { useRead } from '../../../api/queries.ts';
import { dayOf } from '../../../parts/days.ts';
import type { Case } from '../CasePage.tsx';
import { useCaseWords } from '../words.ts';

type Visit = Case['stages'][string];

interface Props {
  view: Case;
  /** Shows the stages as they stood at the end of this day. */
  on: string | undefined;
}

/** The stages of the case in the order they were entered, each with its rounds; and those it has not come to. */
export function Stages({ view, on }: Props) {
  const say = useCaseWords();
  const procedure = useRead('getProcedure', { path: { kind: view.kind } }, { staleTime: Number.POSITIVE_INFINITY });
  const rows = byStage(Object.values(view.stages).flatMap((visit) => asOf(visit, on)));
  const ahead = Object.entries(procedure.data?.stages ?? {}).filter(([id]) => !rows.some(([stage]) => stage === id));
  return (
    <Card size="small" title={<h2>{say('stages')}</h2>}>
      <ol className="stages">
        {rows.map(([stage, visits]) => {
          const isOpen = visits.some(({ status }) => status === 'open');
          return (
            <li key={stage} className={isOpen ? 'stage-open' : undefined} aria-current={isOpen ? 'step' : undefined}>
              <span className="stage-sign">
                {isOpen ? (
                  <PlayCircleFilled aria-label={say('stageOpen')} role="img" />
                ) : visits.some(({ status }) => status === 'closed') ? (
                  <CheckCircleFilled aria-label={say('stageClosed')} role="img" />
                ) : (
                  <MinusCircleOutlined aria-label={say('superseded')} role="img" />
                )}
              </span>
              <span>
                <strong>{procedure.data?.stages[stage]?.title ?? visits[0]?.title ?? stage}</strong>
                <ul className="visits">
                  {visits.map((visit) => (
                    <li key={visit.visit} className={visit.status === 'superseded' ? 'superseded' : undefined}>
                      {visits.length > 1 && `${say('round', { no: visit.visit })} `}
                      {dayOf(visit.openedAt)}
                      {visit.closedAt !== undefined && ` → ${dayOf(visit.closedAt)}`}{' '}
                      {visit.status === 'superseded' ? (
                        <Tag>{say('superseded')}</Tag>
                      ) : (
                        visit.resultTitle !== null && <Tag>{visit.resultTitle}</Tag>
                      )}
                    </li>
                  ))}
                </ul>
              </span>
            </li>
          );
        })}
      </ol>
      {ahead.length > 0 && view.endedAt === null && (
        <details className="why">
          <summary>{say('stagesAhead', { count: ahead.length })}</summary>
          <ul>
            {ahead.map(([id, { title }]) => (
              <li key={id}>{title}</li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

/** A visit as it stood at the end of a day; nothing when it had not begun. */
function asOf(visit: Visit, on: string | undefined): Visit[] {
  if (on === undefined) return [visit];
  if (dayOf(visit.openedAt) > on) return [];
  if (visit.closedAt === undefined || dayOf(visit.closedAt) <= on) return [visit];
  const { closedAt: _, result: __, ...open } = visit;
  return [{ ...open, status: 'open', resultTitle: null }];
}

function byStage(visits: readonly Visit[]): [stage: string, visits: Visit[]][] {
  const rows = new Map<string, Visit[]>();
  const inOrder = [...visits].sort((a, b) => (a.openedAt === b.openedAt ? 0 : a.openedAt < b.openedAt ? -1 : 1));
  for (const visit of inOrder) rows.set(visit.stage, [...(rows.get(visit.stage) ?? []), visit]);
  return [...rows].map(([stage, all]) => [stage, all.sort((a, b) => a.visit - b.visit)]);
}
