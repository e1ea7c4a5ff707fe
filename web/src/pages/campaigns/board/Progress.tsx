import { ExclamationCircleFilled } from '@ant-design/icons';
import { Progress as Bar } from 'antd';
import { Facts } from '../../../parts/Facts.tsx';
import { useCount } from '../shared/text.ts';
import type { Campaign } from './CampaignPage.tsx';
import { useCampaignWords } from './words.ts';

/** How far a campaign is, in figures; a bar while its cases are being started. */
export function Progress({ campaign: { status, progress } }: { campaign: Campaign }) {
  const say = useCampaignWords();
  const count = useCount();
  const { compounds, started, pending, visible, overdue, byStatus } = progress;
  const open = (byStatus['running'] ?? 0) + (byStatus['suspended'] ?? 0);
  return (
    <>
      {status === 'launching' && (
        <div role="status">
          {say('startedOf', { started: count(started), all: count(compounds) })}
          {pending > 0 && <span className="faint"> · {say('pending', { count: pending })}</span>}
          <Bar
            percent={compounds === 0 ? 0 : Math.round((started / compounds) * 100)}
            status="active"
            aria-label={say('started')}
          />
        </div>
      )}
      <Facts
        facts={[
          { name: say('compounds'), value: count(compounds) },
          { name: say('open'), value: count(open) },
          {
            name: say('overdue'),
            value:
              overdue > 0 ? (
                <span className="late">
                  <ExclamationCircleFilled aria-hidden /> {count(overdue)}
                </span>
              ) : (
                0
              ),
          },
          { name: say('ended'), value: count(visible - open) },
        ]}
      />
    </>
  );
}
