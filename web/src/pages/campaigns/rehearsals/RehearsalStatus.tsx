import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  MinusCircleOutlined,
  SyncOutlined,
} from '@ant-design/icons';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import type { ItemOf } from '../../../api/queries.ts';
import { useRehearsalWords } from './words.ts';

type Status = ItemOf<'listRehearsals'>['status'];

const looks: Record<Status, { colour: string; icon: ReactNode }> = {
  queued: { colour: 'default', icon: <ClockCircleOutlined /> },
  running: { colour: 'blue', icon: <SyncOutlined /> },
  completed: { colour: 'green', icon: <CheckCircleOutlined /> },
  cancelled: { colour: 'default', icon: <MinusCircleOutlined /> },
  failed: { colour: 'red', icon: <CloseCircleOutlined /> },
};

/** How far a rehearsal is. */
export function RehearsalStatus({ status }: { status: Status }) {
  const say = useRehearsalWords();
  const { colour, icon } = looks[status];
  return (
    <Tag color={colour} icon={icon}>
      {say(status)}
    </Tag>
  );
}
