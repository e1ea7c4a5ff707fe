import type { TestApi } from '../../api/support.ts';
import { until } from '../until.ts';
import { samplePassword } from './console.ts';
import type { Scenery } from './pages.ts';

/** A running case and a draft campaign in the live space, for pages to show. */
export async function setScene(api: TestApi): Promise<Scenery> {
  const { body: session } = await api.call('POST /api/v1/sessions', {
    body: { username: 'coordinator', password: samplePassword },
  });
  const token = String(session.token);
  const post = async (path: `/${string}`, body: unknown) => {
    const headers = { 'idempotency-key': `scene${path.replaceAll('/', '-')}` };
    const answer = await api.call(`POST ${path}`, { token, body, headers });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { body: rankings } = await api.call('GET /api/v1/rankings', { token });
  const month = String(rankings.items[0].month);
  const { id } = await post('/api/v1/cases', {
    kind: 'rectification',
    subject: 'C-01',
    input: { route: 'initialRanking', baselineMonthlyComplaints: 42 },
  });
  const { id: campaign } = await post('/api/v1/campaigns', {
    name: '示例重点小区集中整治',
    place: 'linyi/lanshan',
    month,
  });
  await until(async () => {
    const { status } = await api.call(`GET /api/v1/cases/${id}`, { token });
    return status === 200;
  });
  return { case: String(id), campaign: String(campaign), month };
}
