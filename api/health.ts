import type { Express } from 'express';
import { Gauge } from 'prom-client';
import type { Dependency, Services } from './services.ts';

/** How long a part may take to answer before it counts as away. */
const patience = 2000;

/**
 * `/healthz`: the process is alive. `/readyz`: what it needs can be reached and the databases suit this version, or what is
 * the matter. `/metrics`.
 */
export function mountOperation(app: Express, services: Services): void {
  app.get('/healthz', (_req, res) => {
    res.locals['route'] = '/healthz';
    res.json({ status: 'alive' });
  });
  app.get('/readyz', async (_req, res) => {
    res.locals['route'] = '/readyz';
    const parts = await Promise.all(
      services.dependencies.map(async (part) => ({ name: part.name, reachable: await answers(part) })),
    );
    const away = parts.filter(({ reachable }) => !reachable).map(({ name }) => name);
    const { live, rehearsal } = services.spaces;
    const migrations = await services.migrations.states({ live: live.database, rehearsal: rehearsal.database });
    const unsuited = Object.values(migrations).some((state) => state === 'pending' || state === 'outlived');
    const status = away.length > 0 ? 'away' : unsuited ? 'unmigrated' : 'ready';
    res.set('Cache-Control', 'no-store');
    res.status(status === 'ready' ? 200 : 503).json({
      status,
      away,
      migrations,
      parts: Object.fromEntries(parts.map(({ name, reachable }) => [name, reachable ? 'reachable' : 'away'])),
    });
  });
  app.get('/metrics', async (_req, res) => {
    res.locals['route'] = '/metrics';
    res.set('Content-Type', services.metrics.contentType).end(await services.metrics.metrics());
  });
}

/** Whether each part can be reached, asked when the metrics are read: 1 or 0. */
export function reachabilityMetric({ metrics, dependencies }: Pick<Services, 'metrics' | 'dependencies'>): void {
  new Gauge({
    name: 'dependency_reachable',
    help: 'Whether what the API needs can be reached',
    labelNames: ['part'],
    registers: [metrics],
    async collect() {
      await Promise.all(dependencies.map(async (part) => this.set({ part: part.name }, (await answers(part)) ? 1 : 0)));
    },
  });
}

async function answers(part: Dependency): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patience);
  });
  try {
    return await Promise.race([
      part.ping().then(
        () => true,
        () => false,
      ),
      tooLate,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
