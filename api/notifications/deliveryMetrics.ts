import { measuredGauge } from '../measuredGauge.ts';
import type { Services } from '../services.ts';

/** How much waits to be told, how long the oldest has waited, and what was given up. */
export function deliveryMetrics(services: Services): void {
  measuredGauge(
    services,
    { name: 'notices_waiting', help: 'Notices nobody has been told of yet', labelNames: [] },
    async (gauge, space, { notices: { notices } }) =>
      gauge.set({ space }, await notices.countDocuments({ waiting: true })),
  );
  measuredGauge(
    services,
    {
      name: 'notices_oldest_seconds',
      help: 'Age of the oldest notice nobody has been told of yet',
      labelNames: [],
    },
    async (gauge, space, { notices: { notices } }) => {
      const [oldest] = await notices.find({ waiting: true }, { createdAt: 1 }).sort({ nextAt: 1 }).limit(1).lean();
      const age = oldest ? (services.clock().getTime() - oldest.createdAt.getTime()) / 1000 : 0;
      gauge.set({ space }, Math.max(0, age));
    },
  );
  measuredGauge(
    services,
    {
      name: 'deliveries',
      help: 'Messages by e-mail and webhook that wait, or were given up',
      labelNames: ['channel', 'state'],
    },
    async (gauge, space, { notices: { deliveries } }) => {
      for (const channel of ['mail', 'webhook'] as const) {
        for (const state of ['waiting', 'dead'] as const) {
          gauge.set({ space, channel, state }, await deliveries.countDocuments({ channel, state }));
        }
      }
    },
  );
}
