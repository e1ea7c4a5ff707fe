import { Menu } from 'antd';
import { Link, useLocation } from 'react-router';
import { useMay, useMe } from '../session/session.ts';
import { navigation } from './navigation.tsx';
import { useFrameWords } from './words.ts';

export function MainMenu({ went }: { went?: () => void }) {
  const say = useFrameWords();
  const may = useMay();
  const { role } = useMe().user;
  const { pathname } = useLocation();
  const groups = navigation
    .map(({ word, entries }) => ({
      word,
      entries: entries.filter(({ needs, notFor }) => may(needs) && !notFor?.includes(role)),
    }))
    .filter(({ entries }) => entries.length > 0);
  const selected = groups
    .flatMap(({ entries }) => entries)
    .filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`))
    .map(({ path }) => path);
  return (
    <nav aria-label={say('menu')}>
      <Menu
        mode="inline"
        {...(went && { onClick: went })}
        selectedKeys={selected}
        items={groups.map(({ word, entries }) => ({
          key: word,
          type: 'group',
          label: say(word),
          children: entries.map(({ path, word: name, icon }) => ({
            key: path,
            icon,
            label: <Link to={path}>{say(name)}</Link>,
          })),
        }))}
      />
    </nav>
  );
}
