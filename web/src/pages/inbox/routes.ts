import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/inbox', lazy: async () => ({ Component: (await import('./Inbox.tsx')).Inbox }) },
  { path: '/inbox/:view', lazy: async () => ({ Component: (await import('./Inbox.tsx')).Inbox }) },
];
