import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** The two worlds of one deployment: the same code, separate Temporal namespaces and databases. */
export const spaces = ['live', 'rehearsal'] as const;
export type Space = (typeof spaces)[number];

const portMessage = 'must be a port number, at most 65535';
const port = z.coerce
  .number({ error: portMessage })
  .int({ error: portMessage })
  .min(0, { error: portMessage })
  .max(65_535, { error: portMessage });
const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]*$/,
    'must consist of letters, digits, ".", "_" and "-", and begin with a letter or digit',
  );

/**
 * Every environment variable the product reads, with its meaning. The table in docs/platform.md is held to this list
 * by a test.
 */
const environment = z.object({
  PORT: port.min(1).default(8080).describe('Port of the console and the HTTP API'),
  HOST: z.string().default('127.0.0.1').describe('Address the HTTP API listens on; 0.0.0.0 inside a container'),
  TRUST_PROXY: z
    .string()
    .default('loopback')
    .describe('Addresses or networks of reverse proxies whose forwarded headers are believed, separated by commas'),
  DATA_DIR: z.string().default('.data').describe('Folder of everything the embedded servers and the API keep'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe log line that is written'),

  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/:]+:\d+$/, 'must be host:port')
    .optional()
    .describe('host:port of an existing Temporal service; without it the embedded one is started'),
  TEMPORAL_TLS: z.stringbool().optional().describe('Connect with TLS; implied by a certificate, a CA or an API key'),
  TEMPORAL_TLS_CERT: z.string().optional().describe('PEM file of the client certificate for Temporal'),
  TEMPORAL_TLS_KEY: z.string().optional().describe('PEM file of the key that belongs to TEMPORAL_TLS_CERT'),
  TEMPORAL_TLS_CA: z.string().optional().describe('PEM file of the authority that signed the Temporal server'),
  TEMPORAL_API_KEY: z.string().optional().describe('API key, as Temporal Cloud uses it'),
  TEMPORAL_NAMESPACE_LIVE: name.default('zhengzhi-live').describe('Temporal namespace of the live space'),
  TEMPORAL_NAMESPACE_REHEARSAL: name
    .default('zhengzhi-rehearsal')
    .describe('Temporal namespace of the rehearsal space, the only one in which time can be skipped'),
  TASK_QUEUE: name.default('cases').describe('Task queue on which workers and API meet'),
  TEMPORAL_PORT: port
    .default(0)
    .describe('First of the eight consecutive loopback ports of the embedded Temporal; 0 takes free ones'),
  UPDATE_TIMEOUT_SECONDS: z.coerce
    .number()
    .positive()
    .max(300)
    .default(15)
    .describe('How long an act on a case may take before the answer is "outcome unknown"'),
  PAYLOAD_KEY: z
    .base64()
    .refine((key) => Buffer.from(key, 'base64').length === 32, 'must be 32 bytes in base64 (openssl rand -base64 32)')
    .optional()
    .describe('AES-256-GCM key, 32 bytes in base64; when set, what Temporal stores of a case is encrypted'),

  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/\S+$/, 'must begin with mongodb:// or mongodb+srv://')
    .optional()
    .describe('An existing MongoDB replica set; without it the embedded one is started'),
  MONGODB_DATABASE_LIVE: name.default('zhengzhi').describe('Database of the live space'),
  MONGODB_DATABASE_REHEARSAL: name.default('zhengzhi-rehearsal').describe('Database of the rehearsal space'),
  MONGODB_PORT: port.default(0).describe('Loopback port of the embedded MongoDB; 0 takes a free one'),

  ZHENGZHI_CACHE: z
    .string()
    .optional()
    .describe('Folder of the server programs that were fetched; default ~/.cache/zhengzhi'),

  SAMPLE_PASSWORD: z
    .string()
    .min(8)
    .optional()
    .describe('Password of every sample account, instead of a random one each'),
  SESSION_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Secret that signs sessions; without it one is generated and kept in DATA_DIR (set it to run several APIs)',
    ),
  SESSION_HOURS: z.coerce.number().positive().max(720).default(12).describe('Hours until a session expires'),
  OIDC_ISSUER: z.url().optional().describe('Issuer of accepted OpenID Connect tokens'),
  OIDC_AUDIENCE: z.string().optional().describe('Audience that accepted OpenID Connect tokens must name'),
  OIDC_JWKS_URI: z.url().optional().describe('Where the keys of the OpenID Connect issuer are published'),

  ANCHOR_DIR: z
    .string()
    .optional()
    .describe('Folder of the signed daily timeline anchors, best on another disk; default DATA_DIR/anchors'),
  EVIDENCE_MAX_MB: z.coerce.number().positive().max(1024).default(20).describe('Largest evidence file, in MB'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Address of the console as people open it, for links in notifications; default http://localhost:PORT'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/\S+$/, 'must begin with smtp:// or smtps://')
    .optional()
    .describe(
      'Mail server for notifications, such as smtps://user:password@mail.example; without it there is no e-mail',
    ),
  MAIL_FROM: z
    .string()
    .optional()
    .describe('Sender of notifications by e-mail, such as Zhengzhi <zhengzhi@example.gov.cn>'),
  ALLOW_PRIVATE_WEBHOOKS: z
    .stringbool()
    .default(false)
    .describe('Send webhooks to loopback, private and link-local addresses too'),
  METRICS_PORT: port.optional().describe('Port on which the worker publishes Prometheus metrics'),
  METRICS_HOST: z.string().min(1).default('127.0.0.1').describe('Address on which it does'),
});

/** The meaning of every environment variable by its name, in the order of documentation. */
export const configVariables: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(environment.shape).map(([variable, schema]) => [variable, schema.description ?? '']),
);

/** Problems between variables; they are looked for even when single values are wrong, so that all are named at once. */
function contradictions(env: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  const valueOf = (variable: keyof typeof environment.shape) =>
    env[variable] ?? environment.shape[variable].safeParse(undefined).data;
  const same = (one: keyof typeof environment.shape, other: keyof typeof environment.shape) =>
    valueOf(one) === valueOf(other);
  if (!env['TEMPORAL_TLS_CERT'] !== !env['TEMPORAL_TLS_KEY']) {
    problems.push('TEMPORAL_TLS_CERT: is of use only together with TEMPORAL_TLS_KEY, and the other way round');
  }
  if (same('TEMPORAL_NAMESPACE_LIVE', 'TEMPORAL_NAMESPACE_REHEARSAL')) {
    problems.push(
      'TEMPORAL_NAMESPACE_REHEARSAL: must differ from TEMPORAL_NAMESPACE_LIVE, since time is skipped in it',
    );
  }
  if (same('MONGODB_DATABASE_LIVE', 'MONGODB_DATABASE_REHEARSAL')) {
    problems.push('MONGODB_DATABASE_REHEARSAL: must differ from MONGODB_DATABASE_LIVE');
  }
  if (env['OIDC_ISSUER'] && !(env['OIDC_AUDIENCE'] && env['OIDC_JWKS_URI'])) {
    problems.push('OIDC_ISSUER: needs OIDC_AUDIENCE and OIDC_JWKS_URI too');
  }
  if (env['SMTP_URL'] && !env['MAIL_FROM']) problems.push('SMTP_URL: needs MAIL_FROM too');
  return problems;
}

/** The configuration cannot be used; the message names every problem, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration once from environment variables; empty values count as absent.
 *
 * @throws ConfigError naming all problems at once.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.keys(configVariables).flatMap((variable) => (env[variable] ? [[variable, env[variable]]] : [])),
  );
  const parsed = environment.safeParse(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...contradictions(given),
  ];
  if (!parsed.success || problems.length > 0) {
    throw new ConfigError(`The configuration cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`);
  }
  return arrange(parsed.data);
}

/** Where the servers listen that `npm start` runs on a data folder, as the folder remembers; for commands of the operator. */
export function embeddedServers(dataDir: string): { temporalAddress?: string; mongodbUri?: string } {
  const file = join(dataDir, 'servers.json');
  if (!existsSync(file)) return {};
  const { temporal, mongod } = JSON.parse(readFileSync(file, 'utf8')) as Partial<
    Record<'temporal' | 'mongod', { port?: number }>
  >;
  return {
    ...(temporal?.port !== undefined && { temporalAddress: `127.0.0.1:${temporal.port}` }),
    ...(mongod?.port !== undefined && { mongodbUri: `mongodb://127.0.0.1:${mongod.port}/?directConnection=true` }),
  };
}

/** The environment of a process this one starts: its own, with what differs. */
export function childEnvironment(overrides: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...overrides };
}

/** The parsed configuration, grouped by what it is for. Paths are absolute. */
export type Config = ReturnType<typeof arrange>;

function arrange(env: z.infer<typeof environment>) {
  const dataDir = resolve(env.DATA_DIR);
  return {
    port: env.PORT,
    host: env.HOST,
    trustProxy: env.TRUST_PROXY.split(',').map((part) => part.trim()),
    dataDir,
    logLevel: env.LOG_LEVEL,
    metrics: env.METRICS_PORT === undefined ? undefined : `${env.METRICS_HOST}:${env.METRICS_PORT}`,
    temporal: {
      /** Undefined means: start the embedded server. */
      address: env.TEMPORAL_ADDRESS,
      tls: env.TEMPORAL_TLS,
      tlsCert: env.TEMPORAL_TLS_CERT,
      tlsKey: env.TEMPORAL_TLS_KEY,
      tlsCa: env.TEMPORAL_TLS_CA,
      apiKey: env.TEMPORAL_API_KEY,
      namespaces: { live: env.TEMPORAL_NAMESPACE_LIVE, rehearsal: env.TEMPORAL_NAMESPACE_REHEARSAL } satisfies Record<
        Space,
        string
      >,
      taskQueue: env.TASK_QUEUE,
      embeddedPort: env.TEMPORAL_PORT,
      updateTimeoutSeconds: env.UPDATE_TIMEOUT_SECONDS,
      payloadKey: env.PAYLOAD_KEY,
    },
    mongodb: {
      /** Undefined means: start the embedded server. */
      uri: env.MONGODB_URI,
      databases: { live: env.MONGODB_DATABASE_LIVE, rehearsal: env.MONGODB_DATABASE_REHEARSAL } satisfies Record<
        Space,
        string
      >,
      embeddedPort: env.MONGODB_PORT,
    },
    cacheDir: resolve(env.ZHENGZHI_CACHE ?? join(homedir(), '.cache', 'zhengzhi')),
    samplePassword: env.SAMPLE_PASSWORD,
    session: { secret: env.SESSION_SECRET, hours: env.SESSION_HOURS },
    oidc:
      env.OIDC_ISSUER === undefined || env.OIDC_AUDIENCE === undefined || env.OIDC_JWKS_URI === undefined
        ? undefined
        : {
            issuer: env.OIDC_ISSUER,
            audience: env.OIDC_AUDIENCE,
            jwksUri: env.OIDC_JWKS_URI,
          },
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    /** Undefined means: no e-mail is sent. */
    mail:
      env.SMTP_URL === undefined || env.MAIL_FROM === undefined
        ? undefined
        : { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM },
    allowPrivateWebhooks: env.ALLOW_PRIVATE_WEBHOOKS,
    anchorDir: resolve(env.ANCHOR_DIR ?? join(dataDir, 'anchors')),
    evidenceMaxBytes: env.EVIDENCE_MAX_MB * 1024 * 1024,
  };
}

/**
 * The secret that signs sessions: SESSION_SECRET, else one generated on first use and kept in the data folder, so that
 * sessions survive a restart.
 */
export function sessionSecret(config: Config): string {
  if (config.session.secret !== undefined) return config.session.secret;
  const file = join(config.dataDir, 'session-secret');
  mkdirSync(config.dataDir, { recursive: true });
  if (!existsSync(file)) {
    // A link appears whole or not at all, and never replaces the secret another process wrote in between.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!existsSync(file)) throw error;
    } finally {
      unlinkSync(draft);
    }
  }
  return readFileSync(file, 'utf8');
}
