import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/cases', lazy: async () => ({ Component: (await import('./CaseList.tsx')).CaseList }) },
  { path: '/cases/:id', lazy: async () => ({ Component: (await import('./CasePage.tsx')).CasePage }) },
];
