import { CheckCircleOutlined, ClockCircleOutlined, EditOutlined, SyncOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import type { ItemOf } from '../../../api/queries.ts';
import { useRankingWords } from './words.ts';

export type Ranking = ItemOf<'listRankings'>;

const looks: Record<Ranking['status'], { colour: string; icon: ReactNode }> = {
  uploaded: { colour: 'gold', icon: <ClockCircleOutlined /> },
  publishing: { colour: 'blue', icon: <SyncOutlined /> },
  published: { colour: 'green', icon: <CheckCircleOutlined /> },
  corrected: { colour: 'gold', icon: <EditOutlined /> },
};

/** How far a month's figures are. */
export function RankingStatus({ status }: { status: Ranking['status'] }) {
  const say = useRankingWords();
  const { colour, icon } = looks[status];
  return (
    <Tag color={colour} icon={icon}>
      {say(status)}
    </Tag>
  );
}
