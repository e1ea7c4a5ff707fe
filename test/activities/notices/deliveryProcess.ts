import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Connection } from 'mongoose';

/** A process of its own that delivers, so that it can be killed. Its clock is ahead by `offset` milliseconds. */
export function startDeliveryProcess(database: Connection, offset: number): { kill: () => Promise<void> } {
  const program = fileURLToPath(new URL('./deliveryMain.ts', import.meta.url));
  const { host, port, name } = database;
  const child = spawn(process.execPath, ['--import', 'tsx', program, `mongodb://${host}:${port}`, name, `${offset}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return {
    kill: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
