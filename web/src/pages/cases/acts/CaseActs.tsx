import { EllipsisOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useRead } from '../../../api/queries.ts';
import type { FormValue, Schema } from '../../../parts/form/schema.ts';
import { useLanguage } from '../../../words/words.ts';
import type { Case, Task } from '../CasePage.tsx';
import { titleOf } from '../NextAction.tsx';
import { useCaseWords } from '../words.ts';
import { ActDialog, type SideAct } from './ActDialog.tsx';
import { Appeal } from './Appeal.tsx';
import { StartLinked, useStartable } from './StartLinked.tsx';

type Act = Task['permitted'][number];
/** Acts that are described here. */
type Shown = Exclude<SideAct, 'commentCase' | 'startCase' | 'fileAppeal' | 'moveClock'>;
type Opened = Shown | 'appeal' | 'start';

interface Described {
  operation: Shown;
  title: string;
  hint: string;
  schema: Schema;
  initial?: FormValue;
  danger?: boolean;
  body: (form: Record<string, never>) => unknown;
}

const units = ['workingDays', 'calendarDays', 'months'] as const;

/** Everything else that may be done, behind one button; only what is permitted is offered. */
export function CaseActs({ view, appealable }: { view: Case; appealable: boolean }) {
  const say = useCaseWords();
  const startable = useStartable(view);
  const [open, setOpen] = useState<Opened>();
  const acts = useDescribed(view);
  const items: { key: Opened; label: ReactNode; danger?: boolean }[] = [
    ...acts.map(({ operation, title, danger }) => ({ key: operation, label: title, ...(danger && { danger }) })),
    ...(view.permitted.includes('link') && startable.length > 0
      ? [{ key: 'start' as const, label: say('startLinked') }]
      : []),
    ...(appealable ? [{ key: 'appeal' as const, label: say('appeal') }] : []),
  ];
  if (items.length === 0) return null;
  const described = acts.find(({ operation }) => operation === open);
  const close = () => setOpen(undefined);
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => setOpen(key as Opened) }}>
        <Button icon={<EllipsisOutlined />}>{say('moreActs')}</Button>
      </Dropdown>
      {described && (
        <ActDialog
          {...described}
          id={view.id}
          close={close}
          input={(form) => ({ path: { id: view.id }, body: described.body(form) })}
        />
      )}
      {open === 'start' && <StartLinked view={view} close={close} />}
      {open === 'appeal' && <Appeal view={view} close={close} />}
    </>
  );
}

function useDescribed(view: Case): Described[] {
  const say = useCaseWords();
  const language = useLanguage();
  const [search] = useSearchParams();
  const offices = useRead('listOffices', {}, { staleTime: Number.POSITIVE_INFINITY });
  const reason: Schema = { type: 'string', label: say('reason'), maxLength: 2000, minLength: 1 };
  const shown = search.get('task');

  const tasksFor = (act: Act): Task[] => view.tasks.filter(({ permitted }) => permitted.includes(act));
  const stageField = (tasks: readonly Task[], whole?: boolean): Schema => ({
    type: 'string',
    label: say('whichTask'),
    enum: [...(whole ? [''] : []), ...tasks.map(({ id }) => id)],
    options: Object.fromEntries([
      ...(whole ? [['', say('wholeCase')]] : []),
      ...tasks.map((task) => [task.id, `${titleOf(task)} · ${task.officeTitle}`]),
    ]),
  });
  const first = (tasks: readonly Task[]): FormValue => {
    const stage = tasks.find(({ id }) => id === shown)?.id ?? tasks[0]?.id;
    return stage === undefined ? {} : { stage };
  };
  const onTask = (
    act: Act,
    operation: Shown,
    properties: Record<string, Schema>,
    optional: readonly string[],
    body: Described['body'] = (form) => form,
  ): Described[] => {
    const tasks = tasksFor(act);
    if (tasks.length === 0) return [];
    const all = { stage: stageField(tasks), ...properties };
    return [
      {
        operation,
        title: say(operation),
        hint: say(`${operation}Hint`),
        schema: {
          type: 'object',
          properties: all,
          required: Object.keys(all).filter((key) => !optional.includes(key)),
        },
        initial: first(tasks),
        body,
      },
    ];
  };
  const onEither = (act: 'suspend' | 'resume', operation: 'suspendCase' | 'resumeCase'): Described[] => {
    const tasks = tasksFor(act);
    const whole = view.permitted.includes(act);
    if (!whole && tasks.length === 0) return [];
    return [
      {
        operation,
        title: say(operation),
        hint: say(`${operation}Hint`),
        schema: {
          type: 'object',
          properties: { ...(tasks.length > 0 && { stage: stageField(tasks, whole) }), reason },
          required: ['reason', ...(whole ? [] : ['stage'])],
        },
        initial: whole ? {} : first(tasks),
        body: (form) => form,
      },
    ];
  };
  const cancelSchema: Schema = { type: 'object', properties: { reason }, required: ['reason'] };

  return [
    ...onTask(
      'delegate',
      'delegateCase',
      {
        to: { type: 'string', label: say('delegateTo'), help: say('delegateToHelp'), maxLength: 80, minLength: 1 },
        until: { type: 'string', format: 'date', label: say('until') },
        reason,
      },
      ['until', 'reason'],
    ),
    ...onTask(
      'reassign',
      'reassignCase',
      {
        office: {
          type: 'string',
          label: say('newOffice'),
          enum: (offices.data?.items ?? []).map(({ code }) => code),
          options: Object.fromEntries((offices.data?.items ?? []).map(({ code, title }) => [code, title[language]])),
        },
        unit: { type: 'string', label: say('unit'), maxLength: 80 },
        reason,
      },
      ['unit'],
    ),
    ...onTask(
      'extend',
      'extendCase',
      {
        n: { type: 'integer', label: say('extendBy'), minimum: 1, maximum: 250 },
        unit: {
          type: 'string',
          label: say('extendUnit'),
          enum: [...units],
          options: Object.fromEntries(units.map((unit) => [unit, say(unit)])),
        },
        reason,
      },
      [],
      ({ n, unit, ...rest }) => ({ ...(rest as object), term: { n, unit } }),
    ),
    ...onEither('suspend', 'suspendCase'),
    ...onEither('resume', 'resumeCase'),
    ...(view.permitted.includes('link')
      ? [
          {
            operation: 'linkCase' as const,
            title: say('linkCase'),
            hint: say('linkCaseHint'),
            schema: {
              type: 'object',
              properties: { case: { type: 'string', label: say('caseId'), maxLength: 160, minLength: 1 } },
              required: ['case'],
            } satisfies Schema,
            body: (form: Record<string, never>) => ({ ...(form as object), relation: 'related' }),
          },
        ]
      : []),
    ...(view.permitted.includes('cancel')
      ? [
          {
            operation: 'cancelCase' as const,
            title: say('cancelCase'),
            hint: say('cancelCaseHint'),
            schema: cancelSchema,
            danger: true,
            body: (form: Record<string, never>) => form,
          },
        ]
      : []),
  ];
}
