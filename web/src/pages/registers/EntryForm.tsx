import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Form, Grid, Input } from 'antd';
import { useState } from 'react';
import type { ApiProblem } from '../../api/client.ts';
import { Failure, Refused } from '../../parts/Failure.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { useDraft } from '../../parts/useDraft.ts';
import { Conflict } from './Conflict.tsx';
import { callRegister, readEntry } from './entries.ts';
import { FieldControl } from './FieldControl.tsx';
import { bodyOf, controlOf, type FormValues, formValues } from './formValues.ts';
import type { Entry, Register } from './register.ts';
import { useRegisterWords } from './words.ts';

interface Props {
  register: Register;
  /** What is changed; absent when something new is entered. */
  id?: string;
  open: boolean;
  close: () => void;
  saved: (entry: Entry) => void;
}

/** Enters an entry, or changes one, in a drawer beside the page. */
export function EntryForm({ register, id, open, close, saved }: Props) {
  const say = useRegisterWords();
  const wide = Grid.useBreakpoint().md ?? true;
  const title = id === undefined ? say('createOne', { register: say(register.name) }) : `${say('edit')} ${id}`;
  return (
    <Drawer open={open} onClose={close} size={wide ? 560 : '100%'} title={title} destroyOnHidden>
      {id === undefined ? (
        <Fields register={register} close={close} saved={saved} />
      ) : (
        <Known register={register} id={id} close={close} saved={saved} />
      )}
    </Drawer>
  );
}

/** Reads the entry anew when the drawer opens: its tag has to be that of what is shown. */
function Known({ register, id, close, saved }: Omit<Props, 'open'> & { id: string }) {
  const found = useQuery<{ entry: Entry; etag: string }, ApiProblem>({
    queryKey: [register.operations.read, { path: { id } }, 'tagged'],
    queryFn: () => readEntry(register, id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (found.error) return <Failure problem={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading rows={8} />;
  return <Fields register={register} known={found.data} close={close} saved={saved} />;
}

interface FieldsProps {
  register: Register;
  known?: { entry: Entry; etag: string };
  close: () => void;
  saved: (entry: Entry) => void;
}

function Fields({ register, known, close, saved }: FieldsProps) {
  const say = useRegisterWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<FormValues>();
  const [draft, keep, drop] = useDraft<FormValues | undefined>(`${register.name}|${known?.entry.id ?? ''}`, undefined);
  const [kept, setKept] = useState(draft);
  const before = known ? formValues(register, known.entry) : {};
  /** What the entry is by now, when somebody else has changed it. */
  const [theirs, setTheirs] = useState<{ entry: Entry; etag: string }>();
  const [key, setKey] = useState(() => crypto.randomUUID());

  const save = useMutation<Entry, ApiProblem, FormValues>({
    mutationFn: async (values) => {
      const body = bodyOf(register, values);
      const { create, update } = register.operations;
      return known
        ? await callRegister<Entry>(
            update,
            { path: { id: known.entry.id }, body },
            { ifMatch: (theirs ?? known).etag, idempotencyKey: key },
          )
        : await callRegister<Entry>(create, { body: { id: values['id'], ...body } }, { idempotencyKey: key });
    },
    onSuccess: async (entry) => {
      drop();
      void message.success(say('saved'));
      close();
      saved(entry);
      await client.invalidateQueries({
        predicate: ({ queryKey: [operation] }) => Object.values(register.operations).some((each) => each === operation),
      });
    },
    onError: async (problem) => {
      setKey(crypto.randomUUID());
      form.setFields(
        problem.errors.map(({ pointer, detail }) => ({ name: controlOf(register, pointer), errors: [detail] })),
      );
      if (problem.status === 412 && known) setTheirs(await readEntry(register, known.entry.id));
    },
  });
  const shownAtFields = save.error && save.error.errors.length > 0;

  return (
    <Form<FormValues>
      form={form}
      layout="vertical"
      initialValues={kept ?? before}
      onValuesChange={(_, all) => keep(all)}
      onFinish={(values) => save.mutate(values)}
      scrollToFirstError
    >
      {kept && (
        <Alert
          className="form-note"
          type="info"
          showIcon
          title={say('draftKept')}
          action={
            <Button
              size="small"
              onClick={() => {
                drop();
                setKept(undefined);
                form.setFieldsValue({ ...empty(register), ...before });
              }}
            >
              {say('discard')}
            </Button>
          }
        />
      )}
      {!known && (
        <Form.Item
          name="id"
          label={say('id')}
          extra={say('idHint')}
          rules={[
            { required: true, message: say('required') },
            { pattern: /^[\p{L}\p{N}_-]{1,40}$/u, message: say('idPattern') },
          ]}
        >
          <Input maxLength={40} />
        </Form.Item>
      )}
      <Form.Item
        name="name"
        label={say('name')}
        rules={[{ required: true, whitespace: true, message: say('required') }]}
      >
        <Input maxLength={80} />
      </Form.Item>
      {register.fields.map((field) => (
        <FieldControl key={field.key} field={field} />
      ))}
      {theirs ? (
        <Conflict register={register} theirs={theirs.entry} form={form} />
      ) : (
        save.error && !shownAtFields && <Refused problem={save.error} />
      )}
      <div className="form-actions">
        <Button onClick={close}>{say('cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {say('save')}
        </Button>
      </div>
    </Form>
  );
}

const empty = ({ fields }: Register): FormValues =>
  Object.fromEntries(['id', 'name', ...fields.map(({ key }) => key)].map((key) => [key, undefined]));
