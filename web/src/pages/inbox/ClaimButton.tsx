import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Tag } from 'antd';
import { type ApiProblem, call } from '../../api/client.ts';
import { minuteOf } from '../../parts/days.ts';
import { useMay } from '../../session/session.ts';
import { mayDecide, type Task } from './task.ts';
import { useInboxWords } from './words.ts';

/** Says that somebody works on a task, for as long as the lease lasts; and gives it back. */
export function ClaimButton({ task }: { task: Task }) {
  const say = useInboxWords();
  const may = useMay();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { claim } = task;
  const path = { case: task.case, task: task.id };
  const act = useMutation<unknown, ApiProblem, boolean>({
    mutationFn: (release) => (release ? call('releaseTask', { path }) : call('claimTask', { path })),
    onError: (problem) => void message.error(problem.message || problem.title),
    onSettled: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['listTasks'] }),
        client.invalidateQueries({ queryKey: ['countTasks'] }),
      ]);
    },
  });
  if (claim && !claim.mine) {
    return <Tag title={minuteOf(claim.until)}>{say('claimedBy', { name: claim.by.name })}</Tag>;
  }
  if (!may('claimTask') || !mayDecide(task)) return null;
  return claim ? (
    <Button size="small" loading={act.isPending} onClick={() => act.mutate(true)} title={say('release')}>
      {say('mineUntil', { until: minuteOf(claim.until).slice(5) })}
    </Button>
  ) : (
    <Button size="small" loading={act.isPending} onClick={() => act.mutate(false)} title={say('claimHint')}>
      {say('claim')}
    </Button>
  );
}
