import type { Duty, Role } from '../../domain/organisation/actor.ts';

/**
 * Who may call what, written down a second time and by hand: what endpoints declare is held against it, and so is what the
 * service answers. An endpoint that is not here fails the tests, so that somebody decides who it is for.
 *
 * Places, offices and authorship are judged beyond this table, object by object.
 */

/** Those who may call: roles, and administrators by the duties that are held apart. */
export const callers = {
  coordinator: { role: 'coordinator' },
  reviewer: { role: 'reviewer' },
  monitor: { role: 'monitor' },
  integration: { role: 'integration' },
  administratorWithoutDuty: { role: 'administrator', duties: [] },
  systemAdministrator: { role: 'administrator', duties: ['system'] },
  securityAdministrator: { role: 'administrator', duties: ['security'] },
  auditAdministrator: { role: 'administrator', duties: ['audit'] },
  /** The service itself has no session: a token in its name opens nothing. */
  system: { role: 'system' },
} satisfies Record<string, { role: Role; duties?: Duty[] }>;
export type Caller = keyof typeof callers;

const administrators = [
  'administratorWithoutDuty',
  'systemAdministrator',
  'securityAdministrator',
  'auditAdministrator',
] as const satisfies Caller[];
const signedIn = ['coordinator', 'reviewer', 'monitor', 'integration', ...administrators] as const satisfies Caller[];

interface Rule {
  /** `anybody` needs no session. */
  may: 'anybody' | readonly Caller[];
  call: readonly string[];
}

const registers = [
  ['Compound', 'Compounds'],
  ['Street', 'Streets'],
  ['Community', 'Communities'],
  ['Secretary', 'Secretaries'],
  ['Company', 'Companies'],
  ['Committee', 'Committees'],
  ['Branch', 'Branches'],
];
/** Names, separated by whatever keeps them readable. */
const words = (text: string) => text.trim().split(/\s+/);
const ofRegisters = (...names: string[]) =>
  registers.flatMap(([one = '', many = '']) => names.map((name) => name.replace('Many', many).replace('One', one)));

export const accessRules: readonly Rule[] = [
  {
    // Where signing in is impossible, or a token or a code that was handed over is the key.
    may: 'anybody',
    call: ['createSession', 'createAdministrator', 'readCalendarFeed', 'readBallotPaper', 'castBallotOnline'],
  },
  {
    may: signedIn,
    call: [
      ...words(`
      deleteSession getMe setMyPassword search
      listProcedures getProcedure listPlaces listOffices
      listPolicies getPolicy listPolicyVersions listCalendars getCalendar listCalendarVersions
      getRankingTemplate listRankings getRanking compareRankingVersions getRankingPublication
      listComplaintMonths listCases getCase listAppeals listTimeline verifyTimeline
      listDocuments getDocument getCaseArchive listDocumentTemplates getDocumentTemplate
      listEvidence getEvidence listTasks countTasks listenToEvents
      listCampaigns getCampaign listCampaignCompounds listCampaignSchedule listCampaignBulletins
      getPaperCasesTemplate getCampaignWorkbook getCampaignBulletin listCycles getCycle
      listRehearsals getRehearsalAssumptions getRehearsal getSelectionList
      getDashboard listFigureCases getComplaintTrend getForecast
      listViews createView updateView deleteView
      listNotifications countNotifications markNotificationRead markAllNotificationsRead
      getMyNotificationSettings setMyNotificationSettings
      getRollTemplate listRolls getRoll getVote getVoteResult getVoteResultPage
    `),
      ...ofRegisters('listMany', 'getOne', 'listOneVersions'),
    ],
  },
  // Accounts and substitutions
  { may: administrators, call: ['listUsers', 'getUser'] },
  { may: ['securityAdministrator'], call: ['createUser', 'updateUser', 'setPassword'] },
  { may: ['reviewer', ...administrators], call: ['listSubstitutions'] },
  { may: ['reviewer', 'securityAdministrator'], call: ['createSubstitution', 'endSubstitution'] },
  { may: ['auditAdministrator'], call: ['listAuditLog'] },
  // Registers, rankings and rolls
  {
    may: ['coordinator', 'integration'],
    call: ['createPlace', ...ofRegisters('createOne', 'updateOne', 'retireOne', 'importMany', 'getManyTemplate')],
  },
  { may: ['coordinator', 'monitor', 'integration'], call: ofRegisters('exportMany') },
  { may: ['coordinator', 'reviewer', 'integration'], call: ['uploadRanking', 'uploadRoll', 'exportRoll'] },
  // Policies and calendars
  { may: ['systemAdministrator'], call: ['updatePolicy', 'updateCalendar'] },
  {
    may: ['coordinator', 'systemAdministrator'],
    call: ['previewPolicy', 'previewCalendar', 'createPolicyApplication', 'cancelPolicyApplication'],
  },
  {
    may: ['coordinator', 'monitor', ...administrators],
    call: ['listPolicyApplications', 'getPolicyApplication'],
  },
  // Cases: who may do what to which of them is the case's to say
  { may: ['coordinator', 'reviewer'], call: ['startCase', 'fileAppeal', 'startSelection'] },
  {
    may: ['coordinator', 'reviewer', 'monitor', 'integration'],
    call: words(`
      decideCase commentCase delegateCase reassignCase extendCase suspendCase resumeCase
      correctCase cancelCase linkCase previewCampaign
    `),
  },
  { may: ['coordinator', 'reviewer', 'integration'], call: ['addEvidence', 'claimTask', 'releaseTask', 'decideTasks'] },
  // Campaigns, cycles, rehearsals
  {
    may: ['coordinator'],
    call: words(`
      createCampaign updateCampaign deleteCampaign setCampaignCompounds staffCampaign
      importPaperCases importPaperCasesFile launchCampaign retryCampaign archiveCampaign
      publishRanking startCycle retryCycle startRehearsal cancelRehearsal deleteRehearsal
      moveClock
    `),
  },
  // Votes
  {
    may: ['reviewer'],
    call: words(`
      wordBallotQuestions enterBallot listBallots importBallots getBallotTemplate
      issueBallotCodes countVote
    `),
  },
  { may: ['reviewer', 'auditAdministrator'], call: ['exportBallots'] },
  // What leaves the service, and what proves that nothing was changed
  { may: ['systemAdministrator', 'auditAdministrator'], call: ['takeAnchor'] },
  {
    may: ['systemAdministrator'],
    call: words(`
      listWebhooks createWebhook getWebhook updateWebhook deleteWebhook rotateWebhookSecret
      testWebhook listWebhookDeliveries replayWebhookDelivery replayWebhookDeliveries
      listMailDeliveries replayMailDeliveries
    `),
  },
  {
    may: ['coordinator', 'reviewer', 'monitor'],
    call: ['listCalendarFeeds', 'createCalendarFeed', 'revokeCalendarFeed'],
  },
];

/** Callable while the password is known to somebody else, which has to be changed first. */
export const beforePasswordChange = ['deleteSession', 'getMe', 'setMyPassword'];

/** Answered without a session and outside of the endpoint list: nothing here tells of cases or people. */
export const openRoutes = [
  '/healthz',
  '/readyz',
  '/metrics',
  '/api/v1/openapi.json',
  '/docs',
  '/docs/start.js',
  // The console's files: everything that is not below /api/.
  String(/^(?!\/api\/).*/),
];
