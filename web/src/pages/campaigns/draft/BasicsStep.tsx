import { Alert, Button, Popconfirm } from 'antd';
import { useNavigate } from 'react-router';
import { call } from '../../../api/client.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { type Basics, BasicsForm } from './BasicsForm.tsx';
import { type Campaign, tagOf, useDraftAct } from './useDraft.ts';
import { useDraftWords } from './words.ts';

/** Name and month of a draft; and dropping it. */
export function BasicsStep({ campaign }: { campaign: Campaign }) {
  const say = useDraftWords();
  const navigate = useNavigate();
  const { id, name, place, month } = campaign;
  const change = useDraftAct(id, (basics: Basics) =>
    call(
      'updateCampaign',
      { path: { id }, body: { name: basics.name, month: basics.month } },
      { ifMatch: tagOf(campaign) },
    ),
  );
  const drop = useDraftAct(
    id,
    () => call('deleteCampaign', { path: { id } }, { ifMatch: tagOf(campaign) }),
    () => navigate('/campaigns'),
  );
  return (
    <div className="stack">
      <BasicsForm
        initial={{ name, place, month }}
        submit={change.mutate}
        submitting={change.isPending}
        word={say('save')}
      />
      {change.isSuccess && <Alert type="success" showIcon role="status" title={say('saved')} />}
      {change.error && <Refused problem={change.error} />}
      {drop.error && <Refused problem={drop.error} />}
      <div>
        <Popconfirm
          title={say('dropConfirm')}
          okText={say('yes')}
          cancelText={say('no')}
          onConfirm={() => drop.mutate(undefined)}
        >
          <Button danger loading={drop.isPending}>
            {say('drop')}
          </Button>
        </Popconfirm>
      </div>
    </div>
  );
}
