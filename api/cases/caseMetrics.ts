import { reconciliationModel } from '../../models/reconciliations.ts';
import { measuredGauge } from '../measuredGauge.ts';
import type { Services } from '../services.ts';

/** How many cases are under way, how much is late, and whose timeline was forked or differs. */
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
  measuredGauge(
    services,
    {
      name: 'cases_differing',
      help: 'Cases that differ from what their workflow recorded, as last night’s comparison found; none before the first',
      labelNames: [],
    },
    async (gauge, space, { database }) => {
      const last = await reconciliationModel(database).findById('last', { differing: 1 }).lean();
      if (last) gauge.set({ space }, last.differing);
    },
  );
}
