import { Connection } from '@temporalio/client';
import { type Logger, pino } from 'pino';
import { Registry } from 'prom-client';
import { type Config, type Space, sessionSecret } from '../config.ts';
import { auditLog } from '../models/auditLog.ts';
import { campaignModels } from '../models/campaigns.ts';
import { caseModels } from '../models/caseModels.ts';
import { claimModel } from '../models/claimModels.ts';
import { cycleModels } from '../models/cycles.ts';
import { createIndexes, type Database, openDatabase } from '../models/database.ts';
import { documentModels } from '../models/documents.ts';
import { evidenceModels } from '../models/evidenceModels.ts';
import { keepCurrentCalendar, keepCurrentPolicies, keptModels } from '../models/keptVersions.ts';
import { noticeModels, reachModels } from '../models/notices.ts';
import { policyChangeModels } from '../models/policyChanges.ts';
import { complaintModels } from '../models/rankings.ts';
import { registerModels } from '../models/registers.ts';
import { rollModels } from '../models/rolls.ts';
import { savedViewModel } from '../models/savedViews.ts';
import { selectionModels } from '../models/selections.ts';
import { voteModels } from '../models/votes.ts';
import { connectClient } from '../temporal/connection.ts';
import { connectionOptions } from '../temporal/connectionOptions.ts';
import { auditTrail } from './auditLog/auditTrail.ts';
import { feedReadings } from './calendarFeeds/feedReadings.ts';
import { caseMetrics } from './cases/caseMetrics.ts';
import { loadTemplates } from './documents/templates.ts';
import { reachabilityMetric } from './health.ts';
import { MigrationWatch } from './migrationWatch.ts';
import { deliveryMetrics } from './notifications/deliveryMetrics.ts';
import { redactedPaths } from './observability.ts';
import { changingShelf } from './policies/changingShelf.ts';
import { everyPolicy, loadPolicyShelf, type PolicyShelf } from './policies/policyShelf.ts';
import { discoverProcedures, type ProcedureRegistry } from './procedures/registry.ts';
import { completePlaces } from './registers/completePlaces.ts';
import { settleImports } from './registers/importJournal.ts';
import type { Services, SpaceServices } from './services.ts';
import { signInAttempts } from './sessions/attempts.ts';
import { oidcTokens } from './sessions/oidc.ts';
import { revocations } from './sessions/revocations.ts';
import { sessionTokens } from './sessions/token.ts';
import { Accounts } from './users/accounts.ts';
import { ballotAttempts } from './votes/ballotAttempts.ts';

export interface BuiltServices {
  services: Services;
  /** Resolves once both databases were reached. */
  connected: Promise<void>;
  /** What both spaces talk to Temporal by. */
  temporal: Connection;
  close: () => Promise<void>;
}

/**
 * Builds what the API depends on, without waiting for MongoDB or Temporal: both are connected to in the background.
 *
 * @throws Error when MONGODB_URI is missing, a PEM file cannot be read, or a declaration is wrong
 */
export async function buildServices(
  config: Config,
  given: {
    procedures?: ProcedureRegistry;
    policies?: PolicyShelf;
    clock?: () => Date;
    checkReplies?: boolean;
    logger?: Logger;
  } = {},
): Promise<BuiltServices> {
  const logger = given.logger ?? pino({ level: config.logLevel, redact: redactedPaths });
  const clock = given.clock ?? (() => new Date());
  const uri = config.mongodb.uri;
  if (uri === undefined) throw new Error('MONGODB_URI is not set; "npm start" sets it for the embedded MongoDB');

  const files = given.policies ?? (await loadPolicyShelf());
  const temporal = Connection.lazy(await connectionOptions(config));
  const databases: Database[] = [];
  const migrations = new MigrationWatch(logger);
  let toldAway = false;
  const spaceServices = async (space: Space): Promise<SpaceServices> => {
    const database = openDatabase(uri, config.mongodb.databases[space], {
      prepare: async (connection) => {
        // First: where an index is in the way of another, it tells what to run.
        await migrations.look(space, connection);
        await createIndexes(connection);
        await policies.refresh();
        await keepCurrentCalendar(connection, policies.calendar());
        await keepCurrentPolicies(connection, everyPolicy(policies));
        await completePlaces(registers, policies);
        await settleImports({ registers, policies });
      },
      failed: (error) => {
        const reason = error instanceof Error ? error.message : 'unknown';
        if (!toldAway) logger.warn({ reason, space }, 'MongoDB cannot be reached yet; it is tried again and again');
        toldAway = true;
      },
    });
    const registers = registerModels(database.connection);
    databases.push(database);
    const policyChanges = policyChangeModels(database.connection);
    const policies = changingShelf(files, policyChanges, logger);
    return {
      space,
      database: database.connection,
      temporal: await connectClient(config, space, temporal),
      cases: caseModels(database.connection),
      registers,
      rolls: rollModels(database.connection),
      votes: voteModels(database.connection),
      complaints: complaintModels(database.connection),
      campaigns: campaignModels(database.connection),
      cycles: cycleModels(database.connection),
      selections: selectionModels(database.connection),
      claims: claimModel(database.connection),
      views: savedViewModel(database.connection),
      notices: noticeModels(database.connection),
      evidence: evidenceModels(database.connection),
      documents: documentModels(database.connection),
      kept: keptModels(database.connection),
      policyChanges,
      policies,
      policyStore: policies,
    };
  };
  const spaces = { live: await spaceServices('live'), rehearsal: await spaceServices('rehearsal') };
  const accountsDb = spaces.live.database;
  const audit = auditTrail(auditLog(accountsDb), logger, clock);
  const accounts = new Accounts(accountsDb, audit, clock);
  const revoked = revocations(accounts.models, logger, config.session.hours * 3_600_000);
  const attempts = signInAttempts();
  const feedReads = feedReadings();
  const ballots = ballotAttempts();
  const services: Services = {
    config,
    logger,
    clock,
    spaces,
    accounts,
    reach: reachModels(accountsDb),
    audit,
    revocations: revoked,
    attempts,
    feedReadings: feedReads,
    ballotAttempts: ballots,
    ...(config.oidc && { oidc: oidcTokens(config.oidc, accounts, clock) }),
    tokens: sessionTokens(sessionSecret(config), config.session.hours, clock),
    procedures: given.procedures ?? (await discoverProcedures()),
    templates: await loadTemplates(),
    metrics: new Registry(),
    dependencies: [
      { name: 'mongodb', ping: () => Promise.all(databases.map(({ connection }) => ping(connection))) },
      { name: 'temporal', ping: () => temporal.workflowService.getSystemInfo({}) },
    ],
    migrations,
    liveStreams: new Set(),
    ...(given.checkReplies && { checkReplies: true }),
  };
  deliveryMetrics(services);
  caseMetrics(services);
  reachabilityMetric(services);
  return {
    services,
    connected: Promise.all(databases.map(({ connected }) => connected)).then(() =>
      revoked.refresh().catch(() => undefined),
    ),
    temporal,
    close: async () => {
      revoked.stop();
      attempts.stop();
      feedReads.stop();
      ballots.stop();
      for (const { policyStore } of Object.values(spaces)) policyStore.stop();
      await audit.settled();
      await Promise.all(databases.map((database) => database.close()));
      await temporal.close();
    },
  };
}

async function ping({ db }: Database['connection']): Promise<void> {
  if (!db) throw new Error('MongoDB has not been reached yet');
  await db.admin().ping();
}
