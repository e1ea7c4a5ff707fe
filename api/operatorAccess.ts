import { pino } from 'pino';
import { type Config, embeddedServers, type Space } from '../config.ts';
import { auditLog } from '../models/auditLog.ts';
import { createIndexes, openDatabase } from '../models/database.ts';
import { type ComplaintModels, complaintModels } from '../models/rankings.ts';
import { type RegisterModels, registerModels } from '../models/registers.ts';
import { auditTrail } from './auditLog/auditTrail.ts';
import { type Revocations, revocations } from './sessions/revocations.ts';
import { Accounts } from './users/accounts.ts';

/** What commands of the operator work on; Temporal is not needed. */
export interface OperatorAccess {
  accounts: Accounts;
  revocations: Revocations;
  registers: Record<Space, RegisterModels>;
  complaints: Record<Space, ComplaintModels>;
  close: () => Promise<void>;
}

/**
 * Opens the databases for a command of the operator.
 *
 * @throws Error with one sentence when MongoDB cannot be found or reached
 */
export async function operatorAccess(config: Config): Promise<OperatorAccess> {
  const uri = config.mongodb.uri ?? embeddedServers(config.dataDir).mongodbUri;
  if (uri === undefined) throw new Error('MongoDB cannot be found: start the service first, or set MONGODB_URI');
  let failure: unknown;
  const { promise: failed, resolve: fail } = deferred();
  const open = (space: Space) =>
    openDatabase(uri, config.mongodb.databases[space], {
      prepare: createIndexes,
      failed: (error) => {
        failure = error;
        fail();
      },
    });
  const databases = { live: open('live'), rehearsal: open('rehearsal') };
  const logger = pino({ level: 'silent' });
  const clock = () => new Date();
  const accounts = new Accounts(
    databases.live.connection,
    auditTrail(auditLog(databases.live.connection), logger, clock),
    clock,
  );
  const revoked = revocations(accounts.models, logger, config.session.hours * 3_600_000);
  const registers = {
    live: registerModels(databases.live.connection),
    rehearsal: registerModels(databases.rehearsal.connection),
  };
  const complaints = {
    live: complaintModels(databases.live.connection),
    rehearsal: complaintModels(databases.rehearsal.connection),
  };
  const close = async () => {
    revoked.stop();
    await Promise.all([databases.live.close(), databases.rehearsal.close()]);
  };
  await Promise.race([Promise.all([databases.live.connected, databases.rehearsal.connected]), failed]);
  if (failure !== undefined) {
    await close();
    const reason = failure instanceof Error ? failure.message : 'unknown reason';
    throw new Error(`MongoDB cannot be reached (${reason}): is the service running?`);
  }
  return { accounts, revocations: revoked, registers, complaints, close };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Where the console is, for links printed to the operator. */
export function consoleUrl({ host, port }: Pick<Config, 'host' | 'port'>): string {
  const shown = ['0.0.0.0', '127.0.0.1', '::', '::1'].includes(host) ? 'localhost' : host;
  return `http://${shown}:${port}`;
}
