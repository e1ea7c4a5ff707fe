import { measuredGauge } from '../measuredGauge.ts';
import type { Services } from '../services.ts';

/** How many cases are under way, how much is late, and whose timeline was forked. */
export function caseMetrics(services: Services): void {
  measuredGauge(
    services,
    { name: 'cases_running', help: 'Cases under way', labelNames: [] },
    async (gauge, space, { cases: { cases } }) =>
      gauge.set({ space }, await cases.countDocuments({ status: 'running' })),
  );
  measuredGauge(
    services,
    {
      name: 'tasks_overdue',
      help: 'Open tasks past their due date; of live cases, whose present is ours',
      labelNames: [],
    },
    async (gauge, space, { cases: { tasks } }) => {
      if (space !== 'live') return;
      const late = { open: true, standing: false, rank: { $lt: services.clock() } };
      gauge.set({ space }, await tasks.countDocuments(late));
    },
  );
  measuredGauge(
    services,
    {
      name: 'cases_diverged',
      help: 'Cases of whose timeline another version arrived than is stored',
      labelNames: [],
    },
    async (gauge, space, { cases: { cases } }) =>
      gauge.set({ space }, await cases.countDocuments({ 'diverged.at': { $type: 'date' } })),
  );
}
