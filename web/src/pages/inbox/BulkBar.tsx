import { Button } from 'antd';
import { useState } from 'react';
import { BulkDialog } from './BulkDialog.tsx';
import { commonDecisions, type Task } from './task.ts';
import { useInboxWords } from './words.ts';

interface Asked {
  tasks: readonly Task[];
  name: string;
  decision: Task['decisions'][string];
}

/** What can be decided on everything that is selected. What came of it stays, though decided tasks leave the list. */
export function BulkBar({ tasks, clear }: { tasks: readonly Task[]; clear: () => void }) {
  const say = useInboxWords();
  const [asked, setAsked] = useState<Asked>();
  const common = commonDecisions(tasks);
  return (
    <>
      {tasks.length > 0 && (
        <div className="bulk" role="region" aria-label={say('bulk')}>
          <span>{say('selected', { count: tasks.length })}</span>
          {common.length === 0 ? (
            <span className="faint">{say('nothingCommon')}</span>
          ) : (
            common.map(([name, decision]) => (
              <Button
                key={name}
                type="primary"
                danger={decision.tone === 'negative'}
                onClick={() => setAsked({ tasks, name, decision })}
              >
                {decision.title}
              </Button>
            ))
          )}
          <Button onClick={clear}>{say('deselect')}</Button>
        </div>
      )}
      {asked && (
        <BulkDialog
          {...asked}
          close={(done) => {
            setAsked(undefined);
            if (done) clear();
          }}
        />
      )}
    </>
  );
}
