import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/dashboard', lazy: async () => ({ Component: (await import('./Dashboard.tsx')).Dashboard }) },
  { path: '/forecast', lazy: async () => ({ Component: (await import('./Forecast.tsx')).Forecast }) },
];

/** Pages without menu and account, for a screen in a hall. */
export const screens: RouteObject[] = [
  { path: '/wall', lazy: async () => ({ Component: (await import('./wall/Wall.tsx')).Wall }) },
];
