import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Collapse, Popconfirm, Progress } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Facts } from '../../../parts/Facts.tsx';
import { Failure, Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import { useMay, useMe } from '../../../session/session.ts';
import { useCount } from '../shared/text.ts';
import { AssumptionsForm } from './AssumptionsForm.tsx';
import { RehearsalStatus } from './RehearsalStatus.tsx';
import { ReportOf } from './ReportOf.tsx';
import { useRehearsalWords } from './words.ts';

/** One rehearsal: how far it is, then its report. */
export function RehearsalPage() {
  const say = useRehearsalWords();
  const { id = '' } = useParams();
  const me = useMe();
  const known = useRead('getRehearsal', { path: { id } });
  const under = known.data?.status === 'queued' || known.data?.status === 'running';
  // The same query, read again and again only while there is something to see.
  const found = useRead('getRehearsal', { path: { id } }, { refetchInterval: under ? 1000 : false });
  const rehearsal = found.data;
  if (!rehearsal) return found.error ? <Failure problem={found.error} retry={found.refetch} /> : <Loading />;
  const { campaign, status, report, returned, sensitivity, assumptions } = rehearsal;
  return (
    <Page
      title={say('rehearsalOf', { name: campaign.name })}
      aside={
        <>
          <RehearsalStatus status={status} /> <span className="faint">{id}</span>
        </>
      }
      actions={<Acts rehearsal={rehearsal} />}
      lead={
        <>
          <Link to={`/campaigns/${campaign.id}`}>{campaign.id}</Link>
          {' · '}
          {rehearsal.startOn} – {rehearsal.endOn}
          {' · '}
          {me.space === 'rehearsal' ? (
            <Link to={`/cases?campaign=${id}`}>{say('openCases')}</Link>
          ) : (
            say('onlyInRehearsal')
          )}
        </>
      }
    >
      <div className="stack">
        <Running rehearsal={rehearsal} />
        {rehearsal.error !== undefined && (
          <Alert type="error" showIcon title={say('failedBecause', { reason: rehearsal.error })} />
        )}
        {report && <ReportOf report={report} returned={returned} sensitivity={sensitivity} />}
        <Collapse
          items={[
            {
              key: 'assumed',
              label: say('assumed'),
              children: (
                <fieldset disabled className="plain-fieldset" inert>
                  <AssumptionsForm assumptions={assumptions} change={() => {}} />
                </fieldset>
              ),
            },
          ]}
        />
      </div>
    </Page>
  );
}

function Running({ rehearsal }: { rehearsal: Answer<'getRehearsal'> }) {
  const say = useRehearsalWords();
  const count = useCount();
  const { status, progress, compounds, seconds } = rehearsal;
  return (
    <>
      {(status === 'queued' || status === 'running') && (
        <div role="status">
          {say('done')}: {say('of', { done: count(progress.done), all: count(compounds) })}
          <Progress
            status="active"
            aria-label={say('done')}
            percent={compounds === 0 ? 0 : Math.round((progress.done / compounds) * 100)}
          />
        </div>
      )}
      <Facts
        facts={[
          { name: say('compounds'), value: count(compounds) },
          { name: say('acts'), value: count(progress.acts) },
          { name: say('skips'), value: count(progress.skips) },
          { name: say('duration'), value: say('seconds', { count: Math.round(seconds) }) },
        ]}
      />
    </>
  );
}

function Acts({ rehearsal: { id, status } }: { rehearsal: Answer<'getRehearsal'> }) {
  const say = useRehearsalWords();
  const may = useMay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const cancel = useMutation<unknown, ApiProblem>({
    mutationFn: () => call('cancelRehearsal', { path: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['getRehearsal'] }),
  });
  const purge = useMutation<unknown, ApiProblem>({
    mutationFn: () => call('deleteRehearsal', { path: { id } }),
    onSuccess: async () => {
      await navigate('/rehearsals');
      client.removeQueries({ queryKey: ['getRehearsal'] });
      await client.invalidateQueries({ queryKey: ['listRehearsals'] });
    },
  });
  const problem = cancel.error ?? purge.error;
  const under = status === 'queued' || status === 'running';
  return (
    <>
      {problem && <Refused problem={problem} />}
      {under && may('cancelRehearsal') && (
        <Popconfirm
          title={say('cancelConfirm')}
          okText={say('yes')}
          cancelText={say('no')}
          onConfirm={() => cancel.mutate()}
        >
          <Button loading={cancel.isPending}>{say('cancel')}</Button>
        </Popconfirm>
      )}
      {!under && may('deleteRehearsal') && (
        <Popconfirm
          title={say('purgeConfirm')}
          okText={say('yes')}
          cancelText={say('no')}
          onConfirm={() => purge.mutate()}
        >
          <Button danger loading={purge.isPending}>
            {say('purge')}
          </Button>
        </Popconfirm>
      )}
      <Link to="/rehearsals" style={{ alignSelf: 'center' }}>
        {say('back')}
      </Link>
    </>
  );
}
