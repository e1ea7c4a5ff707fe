import { UserOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useNavigate } from 'react-router';
import { call } from '../api/client.ts';
import { useMe } from '../session/session.ts';
import { changeLanguage, useLanguage } from '../words/words.ts';
import { useCompact } from './preferences.ts';
import { useFrameWords } from './words.ts';

export function Account({ wide }: { wide: boolean }) {
  const say = useFrameWords();
  const { user } = useMe();
  const language = useLanguage();
  const [compact, setCompact] = useCompact();
  const navigate = useNavigate();
  const does: Record<string, () => void> = {
    settings: () => void navigate('/settings'),
    language: () => changeLanguage(language === 'zh' ? 'en' : 'zh'),
    density: () => setCompact(!compact),
    keyboard: () => window.dispatchEvent(new Event('zhengzhi:keyboard')),
    signOut: () => void call('deleteSession').finally(() => location.assign('/')),
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        onClick: ({ key }) => does[key]?.(),
        items: [
          {
            key: 'who',
            type: 'group',
            label: `${user.name} · ${user.posts.map(({ title }) => title).join('、') || say(roleWord[user.role] ?? 'reviewerRole')}`,
          },
          { key: 'settings', label: say('settings') },
          { key: 'language', label: say('language') },
          { key: 'density', label: say(compact ? 'comfortable' : 'compact') },
          { key: 'keyboard', label: `${say('keyboard')} (?)` },
          { type: 'divider' },
          { key: 'signOut', label: say('signOut') },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={user.name}>
        {wide && <span className="who">{user.name}</span>}
      </Button>
    </Dropdown>
  );
}

const roleWord: Partial<Record<string, 'monitorRole' | 'coordinatorRole' | 'administratorRole'>> = {
  monitor: 'monitorRole',
  coordinator: 'coordinatorRole',
  administrator: 'administratorRole',
};
