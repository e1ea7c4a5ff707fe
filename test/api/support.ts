import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { createApp } from '../../api/app.ts';
import { buildServices } from '../../api/buildServices.ts';
import type { Endpoint } from '../../api/endpoint.ts';
import { endpoints as declared } from '../../api/endpoints.ts';
import type { ProcedureRegistry } from '../../api/procedures/registry.ts';
import type { Services } from '../../api/services.ts';
import type { UserFields } from '../../api/users/accounts.ts';
import type { Config } from '../../config.ts';
import type { Space } from '../../domain/case/caseView.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import { suiteConfig } from '../support/servers.ts';

export interface Answer {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers as they come
  body: any;
}

export interface CallOptions {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface TestApi {
  base: string;
  services: Services;
  /** Calls `GET /path`, `POST /path` … and parses the answer; a body is sent as JSON. */
  call(line: `${string} /${string}`, options?: CallOptions): Promise<Answer>;
  /** A valid token for whoever is given. */
  tokenFor(actor: Partial<Actor>, space?: Space): Promise<string>;
  /** Resolves once MongoDB was reached. */
  connected: Promise<void>;
  stop(): Promise<void>;
}

/** Somebody who may act; everything a test does not care about is filled in. */
export function buildActor(overrides: Partial<Actor> = {}): Actor {
  return { id: 'someone', name: 'Someone', role: 'coordinator', scope: '*', posts: [], ...overrides };
}

export const password = 'correct horse battery';

/** An account that can sign in with `password`. */
export async function buildUser(api: TestApi, username: string, fields: Partial<UserFields>): Promise<void> {
  await api.services.accounts.create(
    username,
    { name: username, role: 'coordinator', scope: '*', posts: [], ...fields },
    password,
    { actor: { id: 'test' } },
    { mustChangePassword: false },
  );
}

/** The API on a free port, on the shared servers and databases of its own; replies are held to what endpoints declare. */
export async function startApi({
  config,
  endpoints = [],
  procedures,
  clock,
  logger,
}: {
  config?: Config;
  endpoints?: readonly Endpoint[];
  procedures?: ProcedureRegistry;
  clock?: () => Date;
  logger?: Logger;
} = {}): Promise<TestApi> {
  const built = await buildServices(config ?? (await suiteConfig({ LOG_LEVEL: 'silent' })), {
    checkReplies: true,
    ...(procedures && { procedures }),
    ...(clock && { clock }),
    ...(logger && { logger }),
  });
  const server = createServer(createApp(built.services, [...declared, ...endpoints]));
  // A connection that lies idle for long, on a busy machine, is not closed just when the next call takes it up.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    base,
    services: built.services,
    connected: built.connected,
    call: (line, options) => call(base, line, options),
    tokenFor: async (actor, space = 'live') => (await built.services.tokens.issue(buildActor(actor), space)).token,
    stop: async () => {
      for (const stream of built.services.liveStreams) stream.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      await built.close();
    },
  };
}

async function call(base: string, line: string, { token, body, headers }: CallOptions = {}): Promise<Answer> {
  const [method = 'GET', path = '/'] = line.split(' ', 2);
  const response = await fetch(base + path, {
    method,
    redirect: 'manual',
    headers: {
      'accept-language': 'en',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    // It never ends by itself; who wants its events reads them with fetch.
    await response.body?.cancel();
    return { status: response.status, headers: response.headers, body: undefined };
  }
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}
