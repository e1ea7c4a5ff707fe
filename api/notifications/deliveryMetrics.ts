import { Gauge } from 'prom-client';
import type { Space } from '../../domain/case/caseView.ts';
import type { Services, SpaceServices } from '../services.ts';

const spaceNames = ['live', 'rehearsal'] as const satisfies Space[];

/** How much waits to be told, how long the oldest has waited, and what was given up; asked when the metrics are read. */
export function deliveryMetrics({ metrics, spaces, clock, logger }: Services): void {
  const measure =
    (write: (gauge: Gauge, space: Space, models: SpaceServices['notices']) => Promise<void>) =>
    async (gauge: Gauge): Promise<void> => {
      gauge.reset();
      for (const space of spaceNames) {
        // While MongoDB is away there is no figure, and the others are still told.
        await write(gauge, space, spaces[space].notices).catch((error: unknown) =>
          logger.debug({ err: error }, 'The outbox could not be measured'),
        );
      }
    };
  const gauge = (name: string, help: string, labelNames: string[], collect: (gauge: Gauge) => Promise<void>): Gauge =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [metrics],
      async collect() {
        await collect(this);
      },
    });
  gauge(
    'notices_waiting',
    'Notices nobody has been told of yet',
    ['space'],
    measure(async (waiting, space, { notices }) =>
      waiting.set({ space }, await notices.countDocuments({ waiting: true })),
    ),
  );
  gauge(
    'notices_oldest_seconds',
    'Age of the oldest notice nobody has been told of yet',
    ['space'],
    measure(async (age, space, { notices }) => {
      const [oldest] = await notices.find({ waiting: true }, { createdAt: 1 }).sort({ nextAt: 1 }).limit(1).lean();
      age.set({ space }, oldest ? Math.max(0, (clock().getTime() - oldest.createdAt.getTime()) / 1000) : 0);
    }),
  );
  gauge(
    'deliveries',
    'Messages by e-mail and webhook that wait, or were given up',
    ['space', 'channel', 'state'],
    measure(async (counted, space, { deliveries }) => {
      for (const channel of ['mail', 'webhook'] as const) {
        for (const state of ['waiting', 'dead'] as const) {
          counted.set({ space, channel, state }, await deliveries.countDocuments({ channel, state }));
        }
      }
    }),
  );
}
