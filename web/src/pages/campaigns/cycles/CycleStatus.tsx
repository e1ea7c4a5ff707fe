import { CheckCircleOutlined, ReadOutlined, SyncOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import type { ItemOf } from '../../../api/queries.ts';
import { useCycleWords } from './words.ts';

export type Cycle = ItemOf<'listCycles'>;

const looks: Record<Cycle['status'], { colour: string; icon: ReactNode }> = {
  listing: { colour: 'gold', icon: <ReadOutlined /> },
  running: { colour: 'blue', icon: <SyncOutlined /> },
  closed: { colour: 'green', icon: <CheckCircleOutlined /> },
};

/** How far a cycle is. */
export function CycleStatus({ status }: { status: Cycle['status'] }) {
  const say = useCycleWords();
  const { colour, icon } = looks[status];
  return (
    <Tag color={colour} icon={icon}>
      {say(status)}
    </Tag>
  );
}
