import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { Page } from '../../../parts/Page.tsx';
import { type Basics, BasicsForm } from './BasicsForm.tsx';
import './draft.css';
import { StepBar } from './StepBar.tsx';
import { useDraftWords } from './words.ts';

/** The first step of a campaign: place and month make a draft. */
export function NewCampaign() {
  const say = useDraftWords();
  const navigate = useNavigate();
  const create = useMutation<Answer<'createCampaign'>, ApiProblem, Basics>({
    mutationFn: (body) => call('createCampaign', { body }),
    onSuccess: ({ id }) => navigate(`/campaigns/${id}/draft?step=list`),
  });
  return (
    <Page title={say('newTitle')} lead={say('newLead')} actions={<Link to="/campaigns">{say('back')}</Link>}>
      <div className="stack">
        <StepBar step="basics" />
        <BasicsForm submit={create.mutate} submitting={create.isPending} word={say('create')} />
        {create.error && <Refused problem={create.error} />}
      </div>
    </Page>
  );
}
