import { Tag } from 'antd';
import { Link, Navigate, useParams, useSearchParams } from 'react-router';
import { useRead } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import { usePlaces } from '../../../parts/places.ts';
import '../shared/shared.css';
import { BasicsStep } from './BasicsStep.tsx';
import './draft.css';
import { LaunchStep } from './LaunchStep.tsx';
import { ListStep } from './ListStep.tsx';
import { RehearseStep } from './RehearseStep.tsx';
import { StaffStep } from './StaffStep.tsx';
import { type Step, StepBar, steps } from './StepBar.tsx';
import type { Campaign } from './useDraft.ts';
import { useDraftWords } from './words.ts';

/** A draft on its way to the launch; the step is in the address. */
export function Draft() {
  const say = useDraftWords();
  const { nameOf: placeName } = usePlaces();
  const { id = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const found = useRead('getCampaign', { path: { id } });
  const campaign = found.data;
  if (!campaign) return found.error ? <Failure problem={found.error} retry={found.refetch} /> : <Loading />;
  if (campaign.status !== 'draft') return <Navigate to={`/campaigns/${id}`} replace />;
  const step = steps.find((each) => each === search.get('step')) ?? (campaign.compounds === 0 ? 'list' : 'staff');
  const go = (next: Step) => setSearch({ step: next });
  return (
    <Page
      title={campaign.name}
      aside={
        <>
          <Tag>{say('draftTag')}</Tag>
          <span className="faint">
            {id} · {placeName(campaign.place)} · {campaign.month}
          </span>
        </>
      }
      actions={<Link to="/campaigns">{say('back')}</Link>}
    >
      <div className="stack">
        <StepBar step={step} go={go} done={['basics', ...(campaign.compounds > 0 ? (['list'] as const) : [])]} />
        <StepOf step={step} campaign={campaign} go={go} />
      </div>
    </Page>
  );
}

function StepOf({ step, campaign, go }: { step: Step; campaign: Campaign; go: (step: Step) => void }) {
  const say = useDraftWords();
  if (step === 'basics') return <BasicsStep campaign={campaign} />;
  if (step === 'list') return <ListStep campaign={campaign} next={() => go('staff')} />;
  if (campaign.compounds === 0) {
    return (
      <p>
        {say('listEmpty')} <Link to="?step=list">{say('goList')}</Link>
      </p>
    );
  }
  if (step === 'staff') return <StaffStep campaign={campaign} next={() => go('rehearse')} />;
  if (step === 'rehearse') return <RehearseStep campaign={campaign} next={() => go('launch')} />;
  return <LaunchStep campaign={campaign} />;
}
