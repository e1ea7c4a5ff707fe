import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noopMetricMeter } from '@temporalio/common';
import { parse } from 'yaml';
import { measureFlushes } from '../../worker/waitingFlushes.ts';
import { startApi, type TestApi } from '../api/support.ts';
import { inProject, projectFile } from './files.ts';

interface Rule {
  alert: string;
  expr: string;
}

/** The gauges that the worker adds itself. */
const ownOfTheWorker: string[] = [];
measureFlushes(
  {
    createGauge: (name) => {
      ownOfTheWorker.push(name);
      return noopMetricMeter.createGauge(name);
    },
  },
  {},
).stop();
/** Of the worker, by the names the Temporal SDK gives them with the suffixes that `worker/main.ts` asks for. */
const ofTheWorker = [
  'temporal_activity_execution_failed_total',
  'temporal_activity_succeed_endtoend_latency_milliseconds',
  'temporal_workflow_task_execution_failed_total',
  'temporal_workflow_task_schedule_to_start_latency_milliseconds',
  'temporal_worker_task_slots_available',
  ...ownOfTheWorker,
];
/** Prometheus tells it of every target. */
const ofPrometheus = ['up'];
/** The process that runs the API registers these, of prom-client. */
const ofTheProcess = ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'];

let api: TestApi;
let known: Set<string>;
beforeAll(async () => {
  api = await startApi();
  const { body } = await api.call('GET /metrics');
  const ofTheApi = [...String(body).matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name);
  known = new Set([...ofTheApi, ...ofTheWorker, ...ofPrometheus, ...ofTheProcess]);
});
afterAll(() => api.stop());

const rules = async (): Promise<Rule[]> =>
  parse(await projectFile('deploy/prometheus/alerts.yml')).groups.flatMap((group: { rules: Rule[] }) => group.rules);

/** The metrics an expression asks for; a histogram by its own name. */
function metricsIn(expr: string): string[] {
  const bare = expr.replaceAll(/\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)/g, '');
  return [...bare.matchAll(/[a-z_][a-z0-9_]+(?!\w|\s*\()/g)]
    .map(([name]) => name)
    .map((name) => name.replace(/_(bucket|count)$/, ''));
}

describe('the alarms', () => {
  it('rest on metrics that API and worker have', async () => {
    for (const { alert, expr } of await rules()) {
      const asked = metricsIn(expr);
      expect({ alert, asked: asked.length > 0 }).toEqual({ alert, asked: true });
      expect({ alert, unknown: asked.filter((name) => !known.has(name)) }).toEqual({ alert, unknown: [] });
    }
  });

  it('have each a paragraph that says what to do', async () => {
    const runbook = await projectFile('docs/operations.md');
    const headings = [...runbook.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect((await rules()).map(({ alert }) => alert).filter((alert) => !headings.includes(alert))).toEqual([]);
  });
});

describe('the dashboards', () => {
  it('show metrics that API and worker have', async () => {
    const files = await readdir(inProject('deploy/grafana/dashboards'));
    expect(files).toEqual(['zhengzhi.json']);
    const { panels } = JSON.parse(await projectFile('deploy/grafana/dashboards/zhengzhi.json'));
    const asked = panels.flatMap(({ targets }: { targets: Rule[] }) => targets.flatMap(({ expr }) => metricsIn(expr)));
    expect(asked.filter((name: string) => !known.has(name))).toEqual([]);
    expect(new Set(asked).size).toBeGreaterThan(10);
  });
});

describe('the metrics of the API', () => {
  it('say what can be reached, how many cases are under way and how many tasks are late', async () => {
    await api.connected;
    const { body } = await api.call('GET /metrics');
    for (const line of [
      'dependency_reachable{part="mongodb"} 1',
      'cases_running{space="live"} 0',
      'tasks_overdue{space="live"} 0',
    ]) {
      expect(body).toContain(line);
    }
  });
});
