import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/users', lazy: async () => ({ Component: (await import('./users/UserList.tsx')).UserList }) },
  { path: '/users/:username', lazy: async () => ({ Component: (await import('./users/UserPage.tsx')).UserPage }) },
  {
    path: '/notifications',
    lazy: async () => ({ Component: (await import('./notifications/Notifications.tsx')).Notifications }),
  },
  { path: '/settings', lazy: async () => ({ Component: (await import('./settings/Settings.tsx')).Settings }) },
  { path: '/policies', lazy: async () => ({ Component: (await import('./policies/PolicyList.tsx')).PolicyList }) },
  {
    path: '/policies/:locality',
    lazy: async () => ({ Component: (await import('./policies/PolicyPage.tsx')).PolicyPage }),
  },
  {
    path: '/calendars',
    lazy: async () => ({ Component: (await import('./calendars/CalendarList.tsx')).CalendarList }),
  },
  {
    path: '/calendars/:year',
    lazy: async () => ({ Component: (await import('./calendars/CalendarPage.tsx')).CalendarPage }),
  },
  {
    path: '/templates',
    lazy: async () => ({ Component: (await import('./templates/TemplateList.tsx')).TemplateList }),
  },
  {
    path: '/templates/:id',
    lazy: async () => ({ Component: (await import('./templates/TemplatePage.tsx')).TemplatePage }),
  },
  { path: '/webhooks', lazy: async () => ({ Component: (await import('./webhooks/WebhookList.tsx')).WebhookList }) },
  {
    path: '/webhooks/:id',
    lazy: async () => ({ Component: (await import('./webhooks/WebhookPage.tsx')).WebhookPage }),
  },
  { path: '/audit-log', lazy: async () => ({ Component: (await import('./audit/AuditLog.tsx')).AuditLog }) },
];
