import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useMemo } from 'react';
import { RouterProvider } from 'react-router';
import { LiveProvider } from '../live/LiveProvider.tsx';
import { useLanguage } from '../words/words.ts';
import './console.css';
import { useCompact } from './preferences.ts';
import { createRoutes } from './routes.tsx';
import { theme } from './theme.ts';

/** Everything somebody who is signed in can see. */
export function Console() {
  const language = useLanguage();
  const [compact] = useCompact();
  const router = useMemo(() => createRoutes(), []);
  return (
    <ConfigProvider locale={language === 'zh' ? zhCN : enUS} theme={theme(compact)} button={{ autoInsertSpace: false }}>
      <AntApp>
        <LiveProvider>
          <RouterProvider router={router} />
        </LiveProvider>
      </AntApp>
    </ConfigProvider>
  );
}
