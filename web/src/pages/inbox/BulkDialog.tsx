import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { type Answer, type ApiProblem, call } from '../../api/client.ts';
import { Refused } from '../../parts/Failure.tsx';
import { Field } from '../../parts/form/Field.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { useAct } from '../../parts/useAct.ts';
import { keyOf, type Task } from './task.ts';
import { useInboxWords } from './words.ts';

type Items = Answer<'decideTasks'>['items'];

interface Props {
  tasks: readonly Task[];
  name: string;
  decision: Task['decisions'][string];
  close: (done: boolean) => void;
}

/** One decision on many tasks: what would be refused is shown before, what came of each after. */
export function BulkDialog({ tasks, name, decision, close }: Props) {
  const say = useInboxWords();
  const [comment, setComment] = useState('');
  const [results, setResults] = useState<Items>();
  const items = tasks.map((task) => ({ case: task.case, stage: task.id }));
  const preview = useQuery<Items, ApiProblem>({
    queryKey: ['decideTasks', { name, items }],
    staleTime: Number.POSITIVE_INFINITY,
    // Once they are decided, nothing can be decided on them any more.
    enabled: results === undefined,
    queryFn: async ({ signal }) => {
      // What is missing is asked for here; the preview is about the tasks.
      const body = { decision: name, comment: '…', items, dryRun: true } as const;
      return (await call('decideTasks', { body: body as never }, { signal })).items;
    },
  });
  // What the preview refused was not sent, and is told with the rest.
  const left = (preview.data ?? []).filter(({ problem }) => problem !== null);
  const act = useAct('decideTasks', 'bulk', (answer) => setResults([...answer.items, ...left]));
  const shown = results ?? preview.data;
  const refused = (shown ?? []).filter(({ problem }) => problem !== null).length;
  const ready = (preview.data ?? []).flatMap(({ case: id, stage, problem }) =>
    problem === null ? [{ case: id, stage }] : [],
  );
  const send = () => {
    const text = comment.trim();
    act.mutate({ body: { decision: name, items: ready as never, ...(text !== '' && { comment: text }) } });
  };
  return (
    <Modal
      open
      title={say('bulkTitle', { decision: decision.title, count: tasks.length })}
      onCancel={() => close(results !== undefined)}
      footer={
        results ? (
          <Button type="primary" onClick={() => close(true)}>
            {say('finished')}
          </Button>
        ) : (
          [
            <Button key="close" onClick={() => close(false)}>
              {say('notNow')}
            </Button>,
            <Button
              key="do"
              type="primary"
              danger={decision.tone === 'negative'}
              disabled={ready.length === 0 || (decision.commentRequired && comment.trim() === '')}
              loading={act.isPending}
              onClick={send}
            >
              {say('decideCount', { count: ready.length })}
            </Button>,
          ]
        )
      }
    >
      {preview.error && <Refused problem={preview.error} retry={preview.refetch} />}
      {preview.isPending && <Loading rows={3} />}
      {shown && (
        <p role="status">
          {results
            ? say('bulkResult', { done: shown.length - refused, refused })
            : refused > 0
              ? say('bulkPreviewRefused', { count: refused })
              : say('bulkPreview')}
        </p>
      )}
      <ul className="bulk-items">
        {(shown ?? []).map(({ case: id, stage, problem }) => {
          const task = tasks.find((each) => keyOf(each) === `${id}|${stage}`);
          return (
            <li key={`${id}|${stage}`} className={problem ? 'late' : undefined}>
              {problem ? '✗' : '✓'} {task?.subject.name} · {task?.title}
              {problem && `：${problem.detail ?? problem.title}`}
            </li>
          );
        })}
      </ul>
      {!results && (
        <Field
          id="bulk-comment"
          label={decision.commentRequired ? say('bulkReason') : say('bulkComment')}
          required={decision.commentRequired}
        >
          <Input.TextArea
            id="bulk-comment"
            autoSize={{ minRows: 2, maxRows: 8 }}
            maxLength={4000}
            value={comment}
            onChange={({ target }) => setComment(target.value)}
          />
        </Field>
      )}
      {act.error && <Refused problem={act.error} {...(act.error.status >= 500 && { retry: send })} />}
    </Modal>
  );
}
