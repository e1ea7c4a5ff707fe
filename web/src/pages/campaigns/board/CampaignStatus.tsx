import { CheckCircleOutlined, EditOutlined, FolderOutlined, RocketOutlined, SyncOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import type { ItemOf } from '../../../api/queries.ts';
import { useCampaignWords } from './words.ts';

type Status = ItemOf<'listCampaigns'>['status'];
export const campaignStatuses = ['draft', 'launching', 'running', 'closed', 'archived'] as const satisfies Status[];

const looks: Record<Status, { colour: string; icon: ReactNode }> = {
  draft: { colour: 'default', icon: <EditOutlined /> },
  launching: { colour: 'gold', icon: <RocketOutlined /> },
  running: { colour: 'blue', icon: <SyncOutlined /> },
  closed: { colour: 'green', icon: <CheckCircleOutlined /> },
  archived: { colour: 'default', icon: <FolderOutlined /> },
};

/** How far a campaign is. */
export function CampaignStatus({ status }: { status: Status }) {
  const say = useCampaignWords();
  const { colour, icon } = looks[status];
  return (
    <Tag color={colour} icon={icon}>
      {say(status)}
    </Tag>
  );
}
