import { BellOutlined } from '@ant-design/icons';
import { Badge, Button } from 'antd';
import { useNavigate } from 'react-router';
import { useRead } from '../api/queries.ts';
import { useMay } from '../session/session.ts';
import { useFrameWords } from './words.ts';

export function Bell() {
  const say = useFrameWords();
  const navigate = useNavigate();
  const may = useMay();
  const count = useRead('countNotifications', {}, { enabled: may('countNotifications') });
  const unread = count.data?.unread ?? 0;
  return (
    <Badge count={unread} size="small" overflowCount={99} offset={[-8, 8]}>
      <Button
        type="text"
        icon={<BellOutlined />}
        aria-label={`${say('notifications')} ${unread}`}
        onClick={() => void navigate('/notifications')}
      />
    </Badge>
  );
}
