import { CheckCircleOutlined, FormOutlined, RollbackOutlined } from '@ant-design/icons';
import { Alert, App, Button, Input, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { Answer } from '../../../api/client.ts';
import { dayOf } from '../../../parts/days.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { check, type FieldErrors } from '../../../parts/form/check.ts';
import { describedBy, Field } from '../../../parts/form/Field.tsx';
import { focusField } from '../../../parts/form/focusField.ts';
import { idOf, SchemaForm } from '../../../parts/form/SchemaForm.tsx';
import { type FormValue, initialOf, type Schema, tidy } from '../../../parts/form/schema.ts';
import { useFormWords } from '../../../parts/form/words.ts';
import { useAct } from '../../../parts/useAct.ts';
import { useDraft } from '../../../parts/useDraft.ts';
import { useCaseWords } from '../words.ts';
import { type Attached, Evidence } from './Evidence.tsx';

type Decision = Answer<'getCase'>['tasks'][number]['decisions'][string];

interface Draft {
  decision?: string;
  /** What was filled in, by decision: trying another one loses nothing. */
  forms: Record<string, FormValue>;
  comment: string;
  evidence: Attached[];
  effectiveOn?: string;
}

interface Props {
  id: string;
  task: { id: string; title: string; decisions: Record<string, Decision> };
  /** The case's own present. */
  now: string;
  decided?: () => void;
  /** seq of a decision that this one replaces. */
  correcting?: number;
}

const icons: Record<Decision['tone'], ReactNode> = {
  positive: <CheckCircleOutlined />,
  negative: <RollbackOutlined />,
  neutral: <FormOutlined />,
};

/** What can be decided on a task, with the form the declaration asks for. */
export function DecisionPanel({ id, task, now, decided, correcting }: Props) {
  const say = useCaseWords();
  const sayForm = useFormWords();
  const { message } = App.useApp();
  const [draft, setDraft, clearDraft] = useDraft<Draft>(`${id}|${task.id}|${correcting ?? ''}`, {
    forms: {},
    comment: '',
    evidence: [],
  });
  const [found, setFound] = useState<FieldErrors>({});
  const offered = Object.entries(task.decisions);
  const [only] = offered.length === 1 ? offered : [];
  const name = only?.[0] ?? draft.decision;
  const decision = name === undefined ? undefined : task.decisions[name];
  const done = () => {
    clearDraft();
    void message.success(say('decidedAs', { task: task.title, decision: decision?.title ?? '' }));
    decided?.();
  };
  const decide = useAct('decideCase', `${id}|${task.id}`, done);
  const correct = useAct('correctCase', `${id}|${task.id}`, done);
  const act = correcting === undefined ? decide : correct;
  const reasoned = decision?.commentRequired === true || correcting !== undefined;

  const schema = (decision?.form ?? undefined) as Schema | undefined;
  const form = (name !== undefined && draft.forms[name]) || initialForm(schema);
  const errors: FieldErrors = { ...found, ...refusedFields(act.error?.errors) };

  const change = (next: Partial<Draft>) => {
    setFound({});
    if (act.error && act.error.status < 500 && act.error.status !== 0) act.reset();
    setDraft({ ...draft, ...next });
  };
  const submit = () => {
    if (name === undefined || decision === undefined) return;
    const wrong = faults({ ...decision, commentRequired: reasoned }, schema, form, draft, say, sayForm);
    setFound(wrong);
    const [first] = Object.keys(wrong);
    if (first !== undefined) {
      focusField(first);
      return;
    }
    const comment = draft.comment.trim();
    const given = {
      decision: name,
      ...(schema && { form: tidy(form) as Record<string, never> }),
      ...(draft.evidence.length > 0 && { evidence: draft.evidence.map((each) => each.id) }),
    };
    if (correcting !== undefined) {
      correct.mutate({ path: { id }, body: { event: correcting, comment, ...given } });
      return;
    }
    const more = { ...(comment !== '' && { comment }), ...(draft.effectiveOn && { effectiveOn: draft.effectiveOn }) };
    decide.mutate({ path: { id }, body: { stage: task.id, ...given, ...more } });
  };

  return (
    <form
      className="decide"
      aria-label={task.title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {only === undefined && (
        <Radio.Group
          className="choices"
          vertical
          aria-label={say('yourDecision')}
          value={name}
          onChange={({ target }) => change({ decision: target.value as string })}
          options={offered.map(([value, { title, tone }]) => ({
            value,
            className: `choice choice-${tone}`,
            label: (
              <>
                {icons[tone]} {title}
              </>
            ),
          }))}
        />
      )}
      {decision && name !== undefined && (
        <>
          {decision.tone === 'negative' && <Alert type="warning" showIcon title={say('negativeHint')} />}
          {decision.through !== null ? (
            <Alert
              type="info"
              showIcon
              title={say('computed')}
              action={decision.through.includes('/votes/') && <Link to="?tab=votes">{say('toCount')}</Link>}
            />
          ) : (
            <>
              {schema && (
                <SchemaForm
                  schema={schema}
                  value={form}
                  pointer="/form"
                  errors={errors}
                  onChange={(next) => change({ forms: { ...draft.forms, [name]: next } })}
                />
              )}
              <Field
                id={idOf('/comment')}
                label={reasoned ? say('reason') : say('comment')}
                help={reasoned ? say('reasonHelp') : undefined}
                error={errors['/comment']}
                required={reasoned}
              >
                <Input.TextArea
                  id={idOf('/comment')}
                  autoSize={{ minRows: 2, maxRows: 10 }}
                  maxLength={4000}
                  value={draft.comment}
                  {...describedBy(idOf('/comment'), reasoned ? ' ' : undefined, errors['/comment'])}
                  onChange={({ target }) => change({ comment: target.value })}
                />
              </Field>
              <Evidence
                id={id}
                {...(correcting === undefined && { stage: task.id })}
                attached={draft.evidence}
                needed={decision.evidence}
                error={errors['/evidence']}
                onChange={(evidence) => change({ evidence })}
              />
              {correcting === undefined && (
                <EffectiveOn
                  value={draft.effectiveOn}
                  today={dayOf(now)}
                  error={errors['/effectiveOn']}
                  onChange={(day) => {
                    const { effectiveOn: _, ...others } = draft;
                    setFound({});
                    setDraft(day === undefined ? others : { ...others, effectiveOn: day });
                  }}
                />
              )}
              {act.error && <Refused problem={act.error} {...(act.error.status >= 500 && { retry: submit })} />}
              {(act.error?.code === 'outcome-unknown' || act.error?.code === 'offline') && (
                <p className="faint">{say('repeatIsSafe')}</p>
              )}
              <div className="decide-bar">
                <Button
                  type="primary"
                  size="large"
                  htmlType="submit"
                  danger={decision.tone === 'negative'}
                  icon={icons[decision.tone]}
                  loading={act.isPending}
                >
                  {decision.title}
                </Button>
              </div>
            </>
          )}
        </>
      )}
    </form>
  );
}

interface EffectiveOnProps {
  value: string | undefined;
  today: string;
  error: string | undefined;
  onChange: (day: string | undefined) => void;
}

/** The day it happened, for what is recorded later; most of what is decided happens now. */
function EffectiveOn({ value, today, error, onChange }: EffectiveOnProps) {
  const say = useCaseWords();
  const id = idOf('/effectiveOn');
  if (value === undefined) {
    return (
      <Button type="link" className="effective" onClick={() => onChange(today)}>
        {say('earlier')}
      </Button>
    );
  }
  return (
    <Field id={id} label={say('effectiveOn')} help={say('effectiveHelp')} error={error} required>
      <span className="effective-day">
        <Input
          id={id}
          type="date"
          max={today}
          value={value}
          {...describedBy(id, ' ', error)}
          onChange={({ target }) => onChange(target.value)}
        />
        <Button onClick={() => onChange(undefined)}>{say('itIsToday')}</Button>
      </span>
    </Field>
  );
}

function initialForm(schema: Schema | undefined): FormValue {
  if (schema === undefined) return {};
  const entries = Object.entries(schema.properties ?? {}).flatMap(([name, member]): [string, FormValue[string]][] => {
    const value = schema.required?.includes(name) ? initialOf(member, schema.$defs ?? {}) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

function faults(
  decision: Decision,
  schema: Schema | undefined,
  form: FormValue,
  { comment, evidence }: Draft,
  say: ReturnType<typeof useCaseWords>,
  sayForm: ReturnType<typeof useFormWords>,
): FieldErrors {
  return {
    ...(schema && check(schema, form, '/form', sayForm)),
    ...(decision.commentRequired && comment.trim() === '' && { '/comment': sayForm('required') }),
    ...(evidence.length < decision.evidence && { '/evidence': say('evidenceNeeded', { count: decision.evidence }) }),
  };
}

function refusedFields(errors: readonly { pointer: string; detail: string }[] = []): FieldErrors {
  return Object.fromEntries(errors.map(({ pointer, detail }) => [pointer, detail]));
}
