import { Alert, Card } from 'antd';
import { Link } from 'react-router';
import { useRead } from '../../../api/queries.ts';
import { Filled } from '../../../parts/form/Filled.tsx';
import { useOffices } from '../../../parts/offices.ts';
import { useMay } from '../../../session/session.ts';
import type { Case } from '../CasePage.tsx';
import { useStatement } from '../timeline/useFormOf.ts';
import { useTimeline } from '../timeline/useTimeline.ts';
import { useCaseWords } from '../words.ts';

/** What whoever started the case has said in words, such as the grounds of an appeal: before anybody decides on it. */
export function Statement({ view }: { view: Case }) {
  const say = useCaseWords();
  const schema = useStatement(view.kind);
  const opening = useTimeline(view.id).data?.find(({ type }) => type === 'caseOpened');
  const contested = view.links.find(({ relation, direction }) => relation === 'appeals' && direction === 'to');
  const sight = contested !== undefined && contested.status !== null;
  const appealable = useRead('listAppeals', { path: { id: contested?.case ?? '' } }, { enabled: sight });
  const decision = appealable.data?.items.find(({ appeal }) => appeal?.case === view.id);
  if (schema === undefined || opening === undefined) return null;
  return (
    <Card size="small" title={<h2>{say('statement', { kind: view.kindTitle })}</h2>}>
      <dl className="filled">
        {contested && (
          <div>
            <dt>{say('contested')}</dt>
            <dd>
              {sight ? (
                <Link to={`/cases/${encodeURIComponent(contested.case)}`}>
                  {contested.subject} · {contested.kindTitle}
                </Link>
              ) : (
                say('outOfSight', { id: contested.case })
              )}
              {decision && (
                <>
                  <br />
                  {say('eventNo', { no: decision.event })} · {decision.summary}
                </>
              )}
            </dd>
          </div>
        )}
      </dl>
      {opening.form === null ? (
        <p className="faint">{say('textErased')}</p>
      ) : (
        <Filled schema={schema} value={opening.form} />
      )}
    </Card>
  );
}

/** What rulings on appeals against decisions of the case ask for. */
export function Remedies({ view }: { view: Case }) {
  const say = useCaseWords();
  const may = useMay();
  const { titleOf } = useOffices();
  // No event of this case tells of a ruling once it has ended: it is asked for whenever the page is opened.
  const { data } = useRead('listAppeals', { path: { id: view.id } }, { enabled: may('listAppeals'), staleTime: 0 });
  return (data?.items ?? []).map(
    ({ event, remedy, appeal }) =>
      remedy &&
      appeal && (
        <Alert
          key={event}
          type="warning"
          showIcon
          title={say(appeal.outcome === 'changed' ? 'ruledChanged' : 'ruledSentBack', { no: event })}
          description={
            <>
              {say(remedy.correction ? 'remedyCorrection' : 'remedyNewCase', {
                office: titleOf(remedy.office),
                no: event,
              })}{' '}
              <Link to={`/cases/${encodeURIComponent(appeal.case)}`}>{say('seeRuling')}</Link>
            </>
          }
        />
      ),
  );
}
