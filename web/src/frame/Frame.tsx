import { MenuOutlined } from '@ant-design/icons';
import { Alert, Button, Drawer, Grid, Layout } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { Outlet } from 'react-router';
import { useConnected } from '../live/LiveProvider.tsx';
import { Loading } from '../parts/Loading.tsx';
import { useMe } from '../session/session.ts';
import { Account } from './Account.tsx';
import { Bell } from './Bell.tsx';
import { Keyboard } from './Keyboard.tsx';
import { MainMenu } from './MainMenu.tsx';
import { Search } from './Search.tsx';
import { useFrameWords } from './words.ts';

/** What surrounds every page: menu, search, notifications, account; and whether this is the rehearsal space. */
export function Frame() {
  const say = useFrameWords();
  const me = useMe();
  const wide = Grid.useBreakpoint().lg ?? true;
  const [open, setOpen] = useState(false);
  const rehearsal = me.space === 'rehearsal';

  return (
    <Layout className={rehearsal ? 'frame rehearsal' : 'frame'}>
      <a className="skip" href="#content">
        {say('skip')}
      </a>
      {rehearsal && (
        <div className="rehearsal-bar" role="note">
          {say('rehearsalBar')}
        </div>
      )}
      <Layout.Header className="topbar">
        {!wide && <Button type="text" icon={<MenuOutlined />} aria-label={say('menu')} onClick={() => setOpen(true)} />}
        <Brand small={!wide} />
        <Search />
        <span className="spring" />
        <Bell />
        <Account wide={wide} />
      </Layout.Header>
      <Layout className="body">
        {wide ? (
          <Layout.Sider width={208} className="side">
            <MainMenu />
          </Layout.Sider>
        ) : (
          <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={248} title={<Brand />}>
            <MainMenu went={() => setOpen(false)} />
          </Drawer>
        )}
        <Layout.Content className="content" id="content" tabIndex={-1}>
          <Connection />
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </Layout.Content>
      </Layout>
      <Keyboard />
    </Layout>
  );
}

function Brand({ small = false }: { small?: boolean }) {
  return (
    <span className="brand">
      <img src="/icon.svg" alt="" width="28" height="28" />
      {!small && <strong>整治</strong>}
    </span>
  );
}

function Connection() {
  return useConnected() ? null : <Disconnected />;
}

/** A stream that is renewed within moments is no news. */
function Disconnected() {
  const say = useFrameWords();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 3000);
    return () => clearTimeout(timer);
  }, []);
  return late ? <Alert className="offline" type="warning" showIcon title={say('offline')} role="status" /> : null;
}
