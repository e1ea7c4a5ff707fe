import { CheckCircleOutlined, MinusCircleOutlined, PauseCircleOutlined, SyncOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import type { Answer } from '../api/client.ts';
import { usePartWords } from './words.ts';

type Status = Answer<'getCase'>['status'];

const looks: Record<Status, { colour: string; icon: ReactNode }> = {
  running: { colour: 'blue', icon: <SyncOutlined /> },
  suspended: { colour: 'gold', icon: <PauseCircleOutlined /> },
  completed: { colour: 'green', icon: <CheckCircleOutlined /> },
  cancelled: { colour: 'default', icon: <MinusCircleOutlined /> },
};

/** How a case stands, with its outcome once it has one. */
export function CaseStatus({ status, outcome }: { status: Status; outcome?: string | null }) {
  const say = usePartWords();
  const { colour, icon } = looks[status];
  return (
    <Tag color={colour} icon={icon}>
      {outcome ? `${say(status)} · ${outcome}` : say(status)}
    </Tag>
  );
}
