import { App, Button, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import type { CallInput } from '../../../api/client.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { check, type FieldErrors } from '../../../parts/form/check.ts';
import { focusField } from '../../../parts/form/focusField.ts';
import { SchemaForm } from '../../../parts/form/SchemaForm.tsx';
import { type FormValue, type Schema, tidy } from '../../../parts/form/schema.ts';
import { useFormWords } from '../../../parts/form/words.ts';
import { useAct } from '../../../parts/useAct.ts';
import { useDraft } from '../../../parts/useDraft.ts';
import { useCaseWords } from '../words.ts';

/** Acts that are filled in beside the decision. */
export type SideAct =
  | 'commentCase'
  | 'delegateCase'
  | 'reassignCase'
  | 'extendCase'
  | 'suspendCase'
  | 'resumeCase'
  | 'cancelCase'
  | 'linkCase'
  | 'startCase'
  | 'fileAppeal'
  | 'moveClock';

interface Props {
  operation: SideAct;
  /** The case it is about; names the draft too. */
  id: string;
  title: string;
  /** What follows from it. */
  hint?: ReactNode;
  schema: Schema;
  initial?: FormValue;
  /** Ends or stops something. */
  danger?: boolean;
  /** Where the fields stand in the body, when not at its top: `/input`. */
  pointer?: string;
  /** The call, made of what was filled in. */
  input: (form: Record<string, never>) => unknown;
  close: () => void;
  done?: (answer: unknown) => void;
}

/** An act with a few fields, over the page. What was filled in stays when it is closed. */
export function ActDialog(props: Props) {
  return (
    <Modal open title={props.title} onCancel={props.close} destroyOnHidden footer={null}>
      <ActForm {...props} />
    </Modal>
  );
}

/** The fields of an act and its button; where it stands is the caller's affair. */
export function ActForm(props: Props) {
  const { operation, id, title, hint, schema, initial = {}, danger = false, pointer = '', close } = props;
  const say = useCaseWords();
  const sayForm = useFormWords();
  const { message } = App.useApp();
  const [form, setForm, clearForm] = useDraft<FormValue>(`${operation}|${id}`, initial);
  const [found, setFound] = useState<FieldErrors>({});
  const act = useAct(operation, id, (answer) => {
    clearForm();
    close();
    void message.success(say('done', { act: title }));
    props.done?.(answer);
  });
  const errors: FieldErrors = {
    ...found,
    ...Object.fromEntries((act.error?.errors ?? []).map((each) => [each.pointer, each.detail])),
  };
  const submit = () => {
    const wrong = check(schema, form, pointer, sayForm);
    setFound(wrong);
    const [first] = Object.keys(wrong);
    if (first !== undefined) focusField(first);
    else act.mutate(props.input(tidy(form) as Record<string, never>) as CallInput<SideAct>);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {hint !== undefined && <p className="faint">{hint}</p>}
      <SchemaForm
        schema={schema}
        value={form}
        pointer={pointer}
        errors={errors}
        onChange={(next) => {
          setFound({});
          if (act.error && act.error.status < 500 && act.error.status !== 0) act.reset();
          setForm(next);
        }}
      />
      {act.error && <Refused problem={act.error} {...(act.error.status >= 500 && { retry: submit })} />}
      <div className="act-bar">
        <Button onClick={close}>{say('close')}</Button>
        <Button type="primary" danger={danger} loading={act.isPending} htmlType="submit">
          {title}
        </Button>
      </div>
    </form>
  );
}
