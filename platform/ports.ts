import { createServer } from 'node:net';
import { UserError } from './userError.ts';

const loopback = '127.0.0.1';

/** Ports this process was given: who was given them may not listen yet. */
const given = new Set<number>();

/** Whether nothing listens on a port. */
export async function portIsFree(port: number, host: string = loopback): Promise<boolean> {
  return await new Promise((answer) => {
    const probe = createServer();
    probe.once('error', () => answer(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => answer(true)));
  });
}

/**
 * The first of `count` consecutive ports on loopback.
 *
 * @param wanted configured port (0 for any); `remembered`: the one used last, kept when it is still free, because servers
 *   note each other's addresses in their data.
 * @throws UserError naming the variable to change when a configured port is taken.
 */
export async function choosePorts(
  count: number,
  wanted: { readonly variable: string; readonly port: number; readonly remembered?: number | undefined },
): Promise<number> {
  if (wanted.port !== 0) {
    const taken = await firstTaken(wanted.port, count);
    if (taken === undefined) return wanted.port;
    throw new UserError(
      `Port ${taken} is already in use; set ${wanted.variable} to the first of ${count} free ports, or leave it out.`,
    );
  }
  if (wanted.remembered !== undefined && (await firstTaken(wanted.remembered, count)) === undefined) {
    return wanted.remembered;
  }
  // Below the range from which systems take ports for outgoing connections: a server that restarts must find its port free.
  for (let tries = 0; tries < 200; tries += 1) {
    const base = 12_000 + Math.floor(Math.random() * 18_000);
    const ports = Array.from({ length: count }, (_, place) => base + place);
    if (ports.some((port) => given.has(port))) continue;
    for (const port of ports) given.add(port);
    if ((await firstTaken(base, count)) === undefined) return base;
  }
  throw new UserError(
    `No ${count} free ports in a row were found; set ${wanted.variable} to the first of ${count} free ports.`,
  );
}

async function firstTaken(base: number, count: number): Promise<number | undefined> {
  for (let port = base; port < base + count; port += 1) {
    if (!(await portIsFree(port))) return port;
  }
  return undefined;
}
