import { Button } from 'antd';
import { useState } from 'react';
import { BulkDialog } from './BulkDialog.tsx';
import { commonDecisions, type Task } from './task.ts';
import { useInboxWords } from './words.ts';

/** What can be decided on everything that is selected. */
export function BulkBar({ tasks, clear }: { tasks: readonly Task[]; clear: () => void }) {
  const say = useInboxWords();
  const [name, setName] = useState<string>();
  const common = commonDecisions(tasks);
  const decision = common.find(([each]) => each === name)?.[1];
  return (
    <div className="bulk" role="region" aria-label={say('bulk')}>
      <span>{say('selected', { count: tasks.length })}</span>
      {common.length === 0 ? (
        <span className="faint">{say('nothingCommon')}</span>
      ) : (
        common.map(([each, { title, tone }]) => (
          <Button key={each} type="primary" danger={tone === 'negative'} onClick={() => setName(each)}>
            {title}
          </Button>
        ))
      )}
      <Button onClick={clear}>{say('deselect')}</Button>
      {name !== undefined && decision && (
        <BulkDialog
          tasks={tasks}
          name={name}
          decision={decision}
          close={(done) => {
            setName(undefined);
            if (done) clear();
          }}
        />
      )}
    </div>
  );
}
