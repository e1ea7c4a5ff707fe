import { Badge, Grid } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { usePages, useRead } from '../../api/queries.ts';
import { colours } from '../../frame/theme.ts';
import { Failure } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { More } from '../../parts/More.tsx';
import { Page } from '../../parts/Page.tsx';
import { Views } from '../../parts/Views.tsx';
import { BulkBar } from './BulkBar.tsx';
import './inbox.css';
import { TaskCards } from './TaskCards.tsx';
import { TaskTable } from './TaskTable.tsx';
import { keyOf, type Task } from './task.ts';
import { useInboxWords } from './words.ts';

const views = ['mine', 'office', 'overdue', 'dueThisWeek', 'standing', 'done'] as const;
type View = (typeof views)[number];

const queries = {
  mine: { view: 'mine' },
  office: { view: 'office' },
  overdue: { view: 'overdue' },
  dueThisWeek: { view: 'dueThisWeek' },
  standing: { view: 'mine', standing: 'true' },
  done: { view: 'done' },
} as const;

/** What is asked of whoever is signed in. */
export function Inbox() {
  const say = useInboxWords();
  const navigate = useNavigate();
  const { view: named } = useParams();
  const view: View = views.find((each) => each === named) ?? 'mine';
  const wide = Grid.useBreakpoint().md ?? true;
  const counts = useRead('countTasks', {});
  const list = usePages('listTasks', { query: queries[view] });
  const [selected, setSelected] = useState<readonly string[]>([]);
  const chosen = list.items.filter((task) => selected.includes(keyOf(task)));
  const Shown = wide ? TaskTable : TaskCards;

  return (
    <Page title={say('title')}>
      <Views
        label={say('title')}
        active={view}
        change={(key) => {
          setSelected([]);
          void navigate(`/inbox/${key}`);
        }}
        views={views.map((each) => ({
          key: each,
          label: (
            <>
              {say(each)}{' '}
              {each !== 'done' && each !== 'standing' && (
                <Badge
                  count={counts.data?.[each] ?? 0}
                  overflowCount={999}
                  color={each === 'overdue' ? colours.late : colours.primary}
                />
              )}
            </>
          ),
        }))}
      />
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading />
      ) : (
        <>
          <Shown
            tasks={list.items}
            empty={say(`empty_${view}`)}
            loading={list.isPlaceholderData}
            selected={selected}
            {...(view !== 'done' && { select: setSelected })}
          />
          <More list={list} />
          <BulkBar tasks={chosen} clear={() => setSelected([])} />
        </>
      )}
    </Page>
  );
}

export interface ShownProps {
  tasks: readonly Task[];
  /** What is said when there is none. */
  empty: string;
  loading: boolean;
  selected: readonly string[];
  /** Absent where nothing can be decided any more. */
  select?: (keys: readonly string[]) => void;
}
