import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import proto from '@temporalio/proto';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { testBundle } from '../support/trial/bundle.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });

const folder = fileURLToPath(new URL('../histories/', import.meta.url));
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const bundle = await testBundle();

const { History } = proto.temporal.api.history.v1;

function read(file: string): proto.temporal.api.history.v1.History {
  return History.fromObject(JSON.parse(readFileSync(`${folder}${file}`, 'utf8')));
}

describe('old cases and new code', () => {
  it('has histories to replay', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'appeal.json',
        'appealed.json',
        'assess.json',
        'campaign.json',
        'cycle.json',
        'improvement.json',
        'star.json',
        'rectification-closed.json',
        'rectification-loops.json',
        'rectification-paper.json',
        'rectification-published.json',
        'rectification-team.json',
        'selection.json',
        'selection-2.json',
        'trial.json',
      ]),
    );
  });

  it.each(files)('replays %s to the same end', async (file) => {
    await Worker.runReplayHistory({ workflowBundle: bundle }, read(file), file);
  });

  it('notices a change that would break running cases', async () => {
    const history = read('trial.json');
    const flush = history.events?.find((event) => event.activityTaskScheduledEventAttributes);
    // As if the code of then had called something else at its first step.
    if (flush?.activityTaskScheduledEventAttributes)
      flush.activityTaskScheduledEventAttributes.activityType = { name: 'other' };
    await expect(Worker.runReplayHistory({ workflowBundle: bundle }, history, 'changed')).rejects.toThrow(
      /nondeterminism/i,
    );
  });
});
