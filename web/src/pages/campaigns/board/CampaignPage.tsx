import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Badge, Button, Popconfirm, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { Navigate, useNavigate, useParams } from 'react-router';
import { type Answer, type ApiProblem, addressOf, call } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { minuteOf } from '../../../parts/days.ts';
import { Failure, Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import { usePlaces } from '../../../parts/places.ts';
import { useMay } from '../../../session/session.ts';
import './board.css';
import { Bulletins } from './Bulletins.tsx';
import { CampaignStatus } from './CampaignStatus.tsx';
import { CaseList } from './CaseList.tsx';
import { Gantt } from './Gantt.tsx';
import { NotStarted } from './NotStarted.tsx';
import { PaperCases } from './PaperCases.tsx';
import { Progress } from './Progress.tsx';
import { StageBoard } from './StageBoard.tsx';
import { StreetTable } from './StreetTable.tsx';
import { useCampaignWords } from './words.ts';

export type Campaign = Answer<'getCampaign'>;

/** A campaign under way: how far it is, and what needs attention. A draft goes on in its wizard. */
export function CampaignPage() {
  const { id = '' } = useParams();
  const found = useRead('getCampaign', { path: { id } }, { refetchInterval: 5000 });
  if (!found.data) {
    return found.error ? <Failure problem={found.error} retry={found.refetch} /> : <Loading />;
  }
  if (found.data.status === 'draft') return <Navigate to={`/campaigns/${id}/draft`} replace />;
  return <Launched campaign={found.data} refetch={found.refetch} />;
}

interface Tab {
  key: string;
  label: ReactNode;
  children: ReactNode;
}

function Launched({ campaign, refetch }: { campaign: Campaign; refetch: () => Promise<unknown> }) {
  const say = useCampaignWords();
  const may = useMay();
  const navigate = useNavigate();
  const { nameOf: placeName } = usePlaces();
  const { tab: asked } = useParams();
  const { id, status, progress } = campaign;
  const archive = useMutation<unknown, ApiProblem>({
    mutationFn: () => call('archiveCampaign', { path: { id } }),
    onSuccess: refetch,
  });
  const stuck = progress.failed + progress.elsewhere;
  const open = status === 'launching' || status === 'running';
  const tabs: Tab[] = [
    { key: 'board', label: say('board'), children: <StageBoard campaign={campaign} /> },
    { key: 'streets', label: say('streets'), children: <StreetTable campaign={campaign} /> },
    { key: 'list', label: say('list'), children: <CaseList campaign={campaign} /> },
    { key: 'schedule', label: say('schedule'), children: <Gantt campaign={campaign} /> },
    ...(stuck > 0
      ? [
          {
            key: 'problems',
            label: (
              <>
                {say('problems')} <Badge count={stuck} color={progress.failed > 0 ? 'red' : 'blue'} />
              </>
            ),
            children: <NotStarted campaign={campaign} />,
          },
        ]
      : []),
    ...(open && may('importPaperCasesFile')
      ? [{ key: 'paper', label: say('paper'), children: <PaperCases id={id} /> }]
      : []),
    { key: 'bulletins', label: say('bulletins'), children: <Bulletins id={id} /> },
  ];
  const active = tabs.find(({ key }) => key === asked)?.key ?? 'board';
  return (
    <Page
      title={campaign.name}
      aside={
        <>
          <CampaignStatus status={status} />
          <span className="faint">
            {id} · {placeName(campaign.place)}
          </span>
        </>
      }
      actions={
        <>
          <Button href={addressOf('getCampaignWorkbook', { path: { id } })} icon={<DownloadOutlined />}>
            {say('workbook')}
          </Button>
          {status === 'closed' && may('archiveCampaign') && (
            <Popconfirm
              title={say('archiveConfirm')}
              okText={say('yes')}
              cancelText={say('no')}
              onConfirm={() => archive.mutate()}
            >
              <Button loading={archive.isPending}>{say('archive')}</Button>
            </Popconfirm>
          )}
        </>
      }
      lead={
        campaign.launchedAt === undefined
          ? undefined
          : [
              say('launchedBy', {
                name: campaign.launchedByName ?? campaign.launchedBy ?? '',
                at: minuteOf(campaign.launchedAt),
              }),
              ...(campaign.closedAt === undefined ? [] : [say('closedOn', { at: minuteOf(campaign.closedAt) })]),
            ].join(' · ')
      }
    >
      <div className="stack">
        {archive.error && <Refused problem={archive.error} />}
        <Progress campaign={campaign} />
        <Tabs
          activeKey={active}
          items={tabs}
          destroyOnHidden
          onChange={(key) => void navigate(`/campaigns/${id}/${key}`)}
        />
      </div>
    </Page>
  );
}
