import { SafetyCertificateOutlined, WarningOutlined } from '@ant-design/icons';
import { Button, Popover, Spin } from 'antd';
import { useRead } from '../../../api/queries.ts';
import { useCaseWords } from '../words.ts';

/** Whether the timeline is what was recorded, by everything that could contradict it; can be asked again. */
export function Verification({ id }: { id: string }) {
  const say = useCaseWords();
  const found = useRead('verifyTimeline', { path: { id } }, { staleTime: 300_000 });
  if (found.data === undefined) {
    return found.error ? (
      <Button icon={<WarningOutlined />} onClick={() => void found.refetch()}>
        {say('notVerified')}
      </Button>
    ) : (
      <span className="faint">
        <Spin size="small" /> {say('verifying')}
      </span>
    );
  }
  const { holds, events, checks } = found.data;
  return (
    <Popover
      trigger="click"
      title={holds ? say('holds', { count: events }) : say('doesNotHold')}
      content={
        <div className="checks">
          <ul>
            {checks.map(({ name, held, detail, faults }) => (
              <li key={name} className={held ? undefined : 'late'}>
                {held ? '✓' : '✗'} {say(`check_${name}`)} · {detail}
                {faults.length > 0 && ` · ${faults.map(({ seq, fault }) => `${seq ?? ''} ${fault}`).join(', ')}`}
              </li>
            ))}
          </ul>
          <Button size="small" loading={found.isFetching} onClick={() => void found.refetch()}>
            {say('verifyAgain')}
          </Button>
        </div>
      }
    >
      <Button
        className={holds ? 'holds' : 'late'}
        icon={holds ? <SafetyCertificateOutlined /> : <WarningOutlined />}
        loading={found.isFetching}
      >
        {holds ? say('verified', { count: events }) : say('doesNotHold')}
      </Button>
    </Popover>
  );
}
