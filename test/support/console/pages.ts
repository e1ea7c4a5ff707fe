/** A page of the console, by whom it is looked at, and the space it shows most in. */
export interface ConsolePage {
  name: string;
  as: string;
  path: string;
}

/** What the addresses of pages refer to. */
export interface Scenery {
  case: string;
  campaign: string;
  month: string;
}

/** Every page of the console. A new page is looked at in tests and pictures once it is listed here. */
export function consolePages({ case: id, campaign, month }: Scenery): ConsolePage[] {
  const caseId = encodeURIComponent(id);
  return [
    { name: 'inbox', as: 'streetPartyWorkingCommittee', path: '/inbox' },
    { name: 'inbox-done', as: 'streetPartyWorkingCommittee', path: '/inbox/done' },
    { name: 'cases', as: 'coordinator', path: '/cases' },
    { name: 'case', as: 'streetPartyWorkingCommittee', path: `/cases/${caseId}` },
    { name: 'case-timeline', as: 'monitor', path: `/cases/${caseId}?tab=timeline` },
    { name: 'campaigns', as: 'coordinator', path: '/campaigns' },
    { name: 'campaign-new', as: 'coordinator', path: '/campaigns/new' },
    { name: 'campaign', as: 'coordinator', path: `/campaigns/${campaign}` },
    { name: 'rankings', as: 'coordinator', path: '/rankings' },
    { name: 'ranking', as: 'coordinator', path: `/rankings/${month}` },
    { name: 'rehearsals', as: 'coordinator', path: '/rehearsals' },
    { name: 'cycles', as: 'coordinator', path: '/cycles' },
    { name: 'dashboard', as: 'monitor', path: '/dashboard' },
    { name: 'forecast', as: 'monitor', path: '/forecast' },
    { name: 'wall', as: 'monitor', path: '/wall' },
    { name: 'registers', as: 'coordinator', path: '/registers' },
    { name: 'register', as: 'coordinator', path: '/registers/compounds' },
    { name: 'compound', as: 'coordinator', path: '/registers/compounds/C-01' },
    { name: 'procedures', as: 'coordinator', path: '/procedures' },
    { name: 'procedure', as: 'coordinator', path: '/procedures/rectification' },
    { name: 'users', as: 'administrator', path: '/users' },
    { name: 'policies', as: 'administrator', path: '/policies' },
    { name: 'policy', as: 'administrator', path: '/policies/lanshan' },
    { name: 'calendars', as: 'administrator', path: '/calendars' },
    { name: 'calendar', as: 'administrator', path: '/calendars/2026' },
    { name: 'templates', as: 'administrator', path: '/templates' },
    { name: 'template', as: 'administrator', path: '/templates/taskForceGazette' },
    { name: 'webhooks', as: 'administrator', path: '/webhooks' },
    { name: 'audit-log', as: 'administrator', path: '/audit-log' },
    { name: 'notifications', as: 'coordinator', path: '/notifications' },
    { name: 'settings', as: 'coordinator', path: '/settings' },
    { name: 'unknown', as: 'coordinator', path: '/no-such-page' },
  ];
}
