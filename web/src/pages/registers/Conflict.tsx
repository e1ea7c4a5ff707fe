import { Alert, Button, Form, type FormInstance, Table } from 'antd';
import { useEffect, useRef } from 'react';
import { bodyOf, type FormValues, formValues } from './formValues.ts';
import type { Entry, Field, Register } from './register.ts';
import { useFieldWords } from './values.tsx';
import { useRegisterWords } from './words.ts';

interface Props {
  register: Register;
  theirs: Entry;
  form: FormInstance<FormValues>;
}

const named: Field = { key: 'name', kind: 'text' };

/** What is filled in beside what somebody else has saved meanwhile, field by field. */
export function Conflict({ register, theirs, form }: Props) {
  const say = useRegisterWords();
  const wordsOf = useFieldWords();
  const mine = bodyOf(register, Form.useWatch([], form) ?? {});
  const stored = formValues(register, theirs);
  const rows = [named, ...register.fields]
    .map((field) => ({ field, mine: wordsOf(field, mine), theirs: wordsOf(field, theirs) }))
    .filter((row) => row.mine !== row.theirs);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div ref={place}>
      <Alert
        type="warning"
        showIcon
        role="alert"
        title={say('conflict')}
        description={
          <>
            <p>{say('conflictHint')}</p>
            <Table
              rowKey={({ field }) => field.key}
              size="small"
              pagination={false}
              scroll={{ x: 'max-content' }}
              dataSource={rows}
              columns={[
                { title: say('field'), rowScope: 'row', render: (_, { field }) => say(field.key) },
                { title: say('mine'), render: (_, row) => row.mine ?? say('empty') },
                { title: say('theirs'), render: (_, row) => row.theirs ?? say('empty') },
                {
                  title: '',
                  render: (_, { field }) => (
                    <Button size="small" onClick={() => form.setFieldValue(field.key, stored[field.key])}>
                      {say('useTheirs')}
                    </Button>
                  ),
                },
              ]}
            />
          </>
        }
      />
    </div>
  );
}
