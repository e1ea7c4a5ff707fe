import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/registers', lazy: async () => ({ Component: (await import('./Registers.tsx')).Registers }) },
  { path: '/registers/offices', lazy: async () => ({ Component: (await import('./Offices.tsx')).Offices }) },
  {
    path: '/registers/:register',
    lazy: async () => ({ Component: (await import('./RegisterPage.tsx')).RegisterPage }),
  },
  { path: '/registers/:register/:id', lazy: async () => ({ Component: (await import('./EntryPage.tsx')).EntryPage }) },
  {
    path: '/procedures',
    lazy: async () => ({ Component: (await import('./procedures/Procedures.tsx')).Procedures }),
  },
  {
    path: '/procedures/:kind',
    lazy: async () => ({ Component: (await import('./procedures/ProcedurePage.tsx')).ProcedurePage }),
  },
];
