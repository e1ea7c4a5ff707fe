import { Button, Drawer, Form, type FormProps, Space } from 'antd';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../../../api/client.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { useAdministrationWords } from './words.ts';

interface Props<Values> extends Required<Pick<FormProps<Values>, 'form' | 'initialValues'>> {
  title: string;
  /** What the button says that hands the form in. */
  submit: string;
  width: number;
  open: boolean;
  busy: boolean;
  problem: ApiProblem | null;
  onSubmit: (values: Values) => void;
  closed: () => void;
  /** Fields. */
  children: ReactNode;
  /** What helps to fill them in. */
  below?: ReactNode;
}

/** A form beside the page that makes something new. */
export function FormDrawer<Values extends object>(props: Props<Values>) {
  const { title, submit, width, open, busy, problem, form, initialValues, onSubmit, closed, children, below } = props;
  const general = useAdministrationWords();
  return (
    <Drawer
      open={open}
      onClose={closed}
      size={width}
      title={title}
      footer={
        <Space>
          <Button type="primary" loading={busy} onClick={() => form.submit()}>
            {submit}
          </Button>
          <Button onClick={closed}>{general('cancel')}</Button>
        </Space>
      }
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initialValues}
        onFinish={onSubmit}
      >
        {problem && <Refused problem={problem} />}
        {children}
      </Form>
      {below}
    </Drawer>
  );
}
