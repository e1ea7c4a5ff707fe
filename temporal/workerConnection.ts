import { NativeConnection } from '@temporalio/worker';
import type { Config } from '../config.ts';
import { connectionOptions } from './connectionOptions.ts';

/**
 * The connection of a worker process. It sits apart from the client's, because the worker package loads the native core,
 * which the API does not need.
 */
export async function connectWorker(config: Pick<Config, 'temporal'>): Promise<NativeConnection> {
  const options = await connectionOptions(config);
  // Compressing what never leaves the machine only costs processor time.
  const local = /^(127\.0\.0\.1|localhost):/.test(options.address);
  return await NativeConnection.connect({ ...options, ...(local ? { grpcCompression: { codec: 'none' } } : {}) });
}
