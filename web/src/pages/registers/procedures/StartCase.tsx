import { Alert, Button, Drawer, Grid, Segmented } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { Refused } from '../../../parts/Failure.tsx';
import { check, type FieldErrors } from '../../../parts/form/check.ts';
import { Field } from '../../../parts/form/Field.tsx';
import { SchemaForm } from '../../../parts/form/SchemaForm.tsx';
import { type FormValue, initialOf, type Schema, tidy } from '../../../parts/form/schema.ts';
import { useFormWords } from '../../../parts/form/words.ts';
import { useAct } from '../../../parts/useAct.ts';
import { useDraft } from '../../../parts/useDraft.ts';
import { useListing } from '../../../words/listing.ts';
import type { Procedure } from './ProcedurePage.tsx';
import { SubjectControl } from './SubjectControl.tsx';
import { useProcedureWords } from './words.ts';

type SubjectType = Procedure['subjects'][number];

interface Props {
  procedure: Procedure;
  open: boolean;
  close: () => void;
}

/** Starts a case of a procedure: about whom, and what its declaration asks for. */
export function StartCase({ procedure, open, close }: Props) {
  const say = useProcedureWords();
  const wide = Grid.useBreakpoint().md ?? true;
  return (
    <Drawer
      open={open}
      onClose={close}
      size={wide ? 620 : '100%'}
      title={say('startOf', { title: procedure.title })}
      destroyOnHidden
    >
      <Start procedure={procedure} />
    </Drawer>
  );
}

interface Filled {
  type: SubjectType;
  subject?: string | undefined;
  input: FormValue;
}

function Start({ procedure: { kind, subjects, input } }: { procedure: Procedure }) {
  const say = useProcedureWords();
  const saying = useFormWords();
  const listing = useListing();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const schema = input as Schema;
  const asked = subjects.find((each) => each === params.get('type')) ?? subjects[0] ?? 'compound';
  const [filled, fill, clear] = useDraft<Filled>(`start.${kind}.${params.get('subject') ?? ''}`, {
    type: asked,
    subject: params.get('subject') ?? undefined,
    input: (initialOf(schema, schema.$defs ?? {}) ?? {}) as FormValue,
  });
  const [errors, setErrors] = useState<FieldErrors>({});
  const start = useAct('startCase', kind, ({ id }) => {
    clear();
    void navigate(`/cases/${encodeURIComponent(id)}`);
  });
  const send = () => {
    const body = tidy(filled.input) as FormValue;
    const wrong = {
      ...(filled.subject === undefined && { '/subject': say('subjectNeeded') }),
      ...check(schema, body, '/input', saying),
    };
    setErrors(wrong);
    if (Object.keys(wrong).length > 0 || filled.subject === undefined) return;
    const several = subjects.length > 1 && { subjectType: filled.type };
    start.mutate(
      { body: { kind, subject: filled.subject, ...several, input: body } },
      {
        onError: (problem) =>
          setErrors(Object.fromEntries(problem.errors.map(({ pointer, detail }) => [pointer, detail]))),
      },
    );
  };
  const elsewhere = start.error && !start.error.errors.some(({ pointer }) => /^\/(subject$|input\/)/.test(pointer));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {subjects.length > 1 && (
        <Field id="subject-type" label={say('subjectType')} required group help={undefined} error={undefined}>
          <Segmented<SubjectType>
            value={filled.type}
            options={subjects.map((each) => ({ value: each, label: say(each) }))}
            onChange={(type) => fill({ ...filled, type, subject: undefined })}
          />
        </Field>
      )}
      <Field id="subject" label={say('subject')} required help={say('subjectHint')} error={errors['/subject']}>
        <SubjectControl
          id="subject"
          type={filled.type}
          value={filled.subject}
          onChange={(subject) => fill({ ...filled, subject })}
        />
      </Field>
      <SchemaForm
        schema={schema}
        value={filled.input}
        onChange={(next) => fill({ ...filled, input: next })}
        pointer="/input"
        errors={errors}
      />
      {elsewhere && <Refused problem={start.error} />}
      {Object.keys(errors).length > 0 && !elsewhere && (
        <Alert type="error" showIcon role="alert" title={listing(Object.values(errors))} />
      )}
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={start.isPending}>
          {say('create')}
        </Button>
      </div>
    </form>
  );
}
