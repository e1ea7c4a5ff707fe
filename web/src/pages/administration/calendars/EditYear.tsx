import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Form, Input, Radio, Select, Space } from 'antd';
import { useState } from 'react';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { useLanguage } from '../../../words/words.ts';
import { Conflict } from '../shared/Conflict.tsx';
import { showAtFields } from '../shared/formErrors.ts';
import { WhatIf } from '../shared/WhatIf.tsx';
import { useAdministrationWords } from '../shared/words.ts';
import { useCalendarWords } from './words.ts';
import { YearGrid } from './YearGrid.tsx';

type Known = Answer<'getCalendar'>;

interface Values {
  source: string;
  status: Known['status'];
  off: { from: string; to: string; name: { zh: string; en: string } }[];
  work: string[];
  reason: string;
}

interface Props {
  year: number;
  present: { body: Known; etag: string | undefined } | undefined;
  closed: () => void;
}

/** Reads the names of the holidays in the other language too, since both are entered. */
export function EditYear({ year, present, closed }: Props) {
  const language = useLanguage();
  const other = language === 'zh' ? 'en' : 'zh-CN';
  const reading = useQuery<Known, ApiProblem>({
    queryKey: ['getCalendar', { path: { year } }, other],
    queryFn: () => call('getCalendar', { path: { year } }, { language: other }),
    enabled: present !== undefined,
  });
  if (present === undefined) {
    return <YearForm year={year} etag={undefined} closed={closed} start={{ status: 'official', off: [], work: [] }} />;
  }
  const translated = reading.data;
  if (translated === undefined) {
    return reading.error ? <Refused problem={reading.error} retry={reading.refetch} /> : <Loading rows={10} />;
  }
  const { source, status, off, work } = present.body;
  const start = {
    source,
    status,
    work,
    off: off.map(({ from, to, name }, index) => {
      const named = translated.off[index]?.name ?? name;
      return { from, to, name: language === 'zh' ? { zh: name, en: named } : { zh: named, en: name } };
    }),
  };
  return <YearForm year={year} etag={present.etag} closed={closed} start={start} />;
}

interface FormProps {
  year: number;
  etag: string | undefined;
  closed: () => void;
  start: Partial<Values>;
}

function YearForm({ year, etag, closed, start }: FormProps) {
  const say = useCalendarWords();
  const general = useAdministrationWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [tried, setTried] = useState<Omit<Values, 'reason'>>();
  const off = Form.useWatch('off', form) ?? start.off ?? [];
  const work = Form.useWatch('work', form) ?? start.work ?? [];
  const preview = useRead(
    'previewCalendar',
    { path: { year }, body: { ...(tried ?? { source: '-', status: 'official', off: [], work: [] }), limit: 500 } },
    { enabled: tried !== undefined, retry: false },
  );
  // The tag the fields were filled from: what is read later must not lend its own to older fields.
  const [over] = useState(etag);
  const save = useMutation<Answer<'updateCalendar'>, ApiProblem, { body: Values; ifMatch: string | undefined }>({
    mutationFn: ({ body, ifMatch }) =>
      call('updateCalendar', { path: { year }, body }, ifMatch === undefined ? {} : { ifMatch }),
    onSuccess: ({ projection }) => {
      void message.success(say(projection === 'started' ? 'savedStarted' : 'savedTonight'));
      void client.invalidateQueries({ predicate: ({ queryKey: [of] }) => /Calendar(s|Versions)?$/.test(String(of)) });
      closed();
    },
    onError: (problem) => showAtFields(form, problem),
  });
  const required = [{ required: true, message: general('required') }];
  const texts = [{ required: true, whitespace: true, message: general('required') }];
  const complete = off.filter((rest) => rest?.from && rest.to);
  const valuesNow = (): Values => {
    const { source, status, reason } = form.getFieldsValue(true) as Values;
    return { source, status, off, work: [...work].sort(), reason };
  };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={start}
      className="panels"
      onFinish={() => save.mutate({ body: valuesNow(), ifMatch: over })}
    >
      <Card>
        <div className="narrow-form">
          <Form.Item name="source" label={say('source')} extra={say('sourceHint')} rules={texts}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="status" label={say('status')} rules={required}>
            <Radio.Group
              options={[
                { value: 'official', label: say('official') },
                { value: 'provisional', label: say('provisional') },
              ]}
            />
          </Form.Item>
          <Form.Item label={say('holidays')}>
            <Form.List name="off">
              {(fields, { add, remove }) => (
                <>
                  {fields.map(({ key, name }) => (
                    <div key={key} className="row-of-fields holiday">
                      <Form.Item name={[name, 'from']} rules={required}>
                        <Input type="date" aria-label={say('from')} />
                      </Form.Item>
                      <Form.Item name={[name, 'to']} rules={required}>
                        <Input type="date" aria-label={say('to')} />
                      </Form.Item>
                      <Form.Item name={[name, 'name', 'zh']} rules={texts}>
                        <Input aria-label={say('nameZh')} placeholder={say('nameZh')} maxLength={40} />
                      </Form.Item>
                      <Form.Item name={[name, 'name', 'en']} rules={texts}>
                        <Input aria-label={say('nameEn')} placeholder={say('nameEn')} maxLength={60} />
                      </Form.Item>
                      <Button
                        type="text"
                        icon={<DeleteOutlined />}
                        aria-label={say('removeHoliday')}
                        onClick={() => remove(name)}
                      />
                    </div>
                  ))}
                  <Button type="dashed" icon={<PlusOutlined />} onClick={() => add({})}>
                    {say('addHoliday')}
                  </Button>
                </>
              )}
            </Form.List>
          </Form.Item>
          <Form.Item name="work" label={say('workDays')} extra={say('workHint')}>
            <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ' ', '、']} />
          </Form.Item>
        </div>
      </Card>
      <Card title={say('grid')}>
        <YearGrid
          year={{
            year,
            off: complete.map(({ from, to, name }) => ({ from, to, name: name?.zh ?? '' })),
            work,
          }}
        />
      </Card>
      <Card
        title={say('previewTitle')}
        extra={
          <Button
            onClick={() => {
              const { reason: _, ...fields } = valuesNow();
              setTried(fields);
            }}
          >
            {say('preview')}
          </Button>
        }
      >
        <p className="muted">{say('previewHint')}</p>
        {preview.error ? (
          <Refused problem={preview.error} />
        ) : preview.data ? (
          <WhatIf found={preview.data} mode="projection" />
        ) : (
          tried && <Loading rows={4} />
        )}
      </Card>
      <Card>
        <div className="narrow-form">
          <Form.Item
            name="reason"
            label={say('reason')}
            rules={[{ required: true, whitespace: true, message: general('reasonRequired') }]}
          >
            <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
          </Form.Item>
          {save.error?.code === 'revision-conflict' ? (
            <Conflict
              takeTheirs={() => {
                void client.invalidateQueries({ queryKey: ['getCalendar'] });
                closed();
              }}
              keepMine={() => save.mutate({ body: valuesNow(), ifMatch: '*' })}
            />
          ) : (
            save.error && <Refused problem={save.error} />
          )}
          <Space className="form-end">
            <Button type="primary" htmlType="submit" loading={save.isPending} disabled={preview.data === undefined}>
              {say('save')}
            </Button>
            <Button onClick={closed}>{general('cancel')}</Button>
            {preview.data === undefined && <span className="muted">{say('lookFirst')}</span>}
          </Space>
        </div>
      </Card>
    </Form>
  );
}
