import { Gauge } from 'prom-client';
import type { Space } from '../domain/case/caseView.ts';
import type { Services, SpaceServices } from './services.ts';

const spaceNames = ['live', 'rehearsal'] as const satisfies Space[];

/**
 * A gauge of both spaces that is measured whenever the metrics are read. While MongoDB is away it has no value, and others are
 * still told.
 *
 * @param measure sets the values of one space
 */
export function measuredGauge(
  { metrics, spaces, logger }: Pick<Services, 'metrics' | 'spaces' | 'logger'>,
  { name, help, labelNames }: { name: string; help: string; labelNames: string[] },
  measure: (gauge: Gauge, space: Space, services: SpaceServices) => Promise<void>,
): void {
  new Gauge({
    name,
    help,
    labelNames: ['space', ...labelNames],
    registers: [metrics],
    async collect() {
      this.reset();
      for (const space of spaceNames) {
        await measure(this, space, spaces[space]).catch((error: unknown) =>
          logger.debug({ err: error }, `${name} could not be measured`),
        );
      }
    },
  });
}
