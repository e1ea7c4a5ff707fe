import { Card } from 'antd';
import { When } from '../../../parts/When.tsx';
import type { Case } from '../CasePage.tsx';
import { useCaseWords } from '../words.ts';

/** What stands on the cover of the file. */
export function Overview({ view }: { view: Case }) {
  const say = useCaseWords();
  return (
    <Card size="small" title={<h2>{say('overview')}</h2>}>
      <dl className="cover">
        <dt>{say('caseId')}</dt>
        <dd>{view.id}</dd>
        <dt>{say('stage')}</dt>
        <dd>{view.stageTitle ?? '—'}</dd>
        <dt>{say('began')}</dt>
        <dd>
          <When at={view.startedAt} />
        </dd>
        {view.endedAt !== null && (
          <>
            <dt>{say('endedOn')}</dt>
            <dd>
              <When at={view.endedAt} />
            </dd>
          </>
        )}
        <dt>{say('policyVersion')}</dt>
        <dd title={view.policy.version}>
          {view.policy.locality} · {view.policy.version.slice(0, 8)}
        </dd>
      </dl>
    </Card>
  );
}
