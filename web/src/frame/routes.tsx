import { createBrowserRouter, Navigate } from 'react-router';
import { routes as administration } from '../pages/administration/routes.ts';
import { routes as campaigns } from '../pages/campaigns/routes.ts';
import { routes as cases } from '../pages/cases/routes.ts';
import { routes as inbox } from '../pages/inbox/routes.ts';
import { routes as monitoring, screens } from '../pages/monitoring/routes.ts';
import { routes as registers } from '../pages/registers/routes.ts';
import { useMe } from '../session/session.ts';
import { Broken } from './Broken.tsx';
import { Frame } from './Frame.tsx';
import { NotFound } from './NotFound.tsx';
import { homeOf } from './navigation.tsx';

function Home() {
  return <Navigate to={homeOf(useMe())} replace />;
}

/** Each area brings its own pages, which are loaded when they are opened. */
export function createRoutes() {
  return createBrowserRouter([
    {
      Component: Frame,
      HydrateFallback: () => null,
      ErrorBoundary: Broken,
      children: [
        {
          ErrorBoundary: Broken,
          children: [
            { index: true, Component: Home },
            ...inbox,
            ...cases,
            ...campaigns,
            ...monitoring,
            ...registers,
            ...administration,
            { path: '*', Component: NotFound },
          ],
        },
      ],
    },
    { ErrorBoundary: Broken, HydrateFallback: () => null, children: screens },
  ]);
}
