import type { RouteObject } from 'react-router';

const campaignPage = async () => ({ Component: (await import('./board/CampaignPage.tsx')).CampaignPage });

export const routes: RouteObject[] = [
  { path: '/campaigns', lazy: async () => ({ Component: (await import('./board/CampaignList.tsx')).CampaignList }) },
  { path: '/campaigns/new', lazy: async () => ({ Component: (await import('./draft/NewCampaign.tsx')).NewCampaign }) },
  { path: '/campaigns/:id/draft', lazy: async () => ({ Component: (await import('./draft/Draft.tsx')).Draft }) },
  { path: '/campaigns/:id', lazy: campaignPage },
  { path: '/campaigns/:id/:tab', lazy: campaignPage },
  { path: '/rankings', lazy: async () => ({ Component: (await import('./rankings/Rankings.tsx')).Rankings }) },
  {
    path: '/rankings/:month',
    lazy: async () => ({ Component: (await import('./rankings/RankingMonth.tsx')).RankingMonth }),
  },
  {
    path: '/rehearsals',
    lazy: async () => ({ Component: (await import('./rehearsals/RehearsalList.tsx')).RehearsalList }),
  },
  {
    path: '/rehearsals/:id',
    lazy: async () => ({ Component: (await import('./rehearsals/RehearsalPage.tsx')).RehearsalPage }),
  },
  { path: '/cycles', lazy: async () => ({ Component: (await import('./cycles/CycleList.tsx')).CycleList }) },
  { path: '/cycles/:id', lazy: async () => ({ Component: (await import('./cycles/CyclePage.tsx')).CyclePage }) },
];
