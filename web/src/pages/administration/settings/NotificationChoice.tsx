import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Checkbox, Form, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { type Answer, type ApiProblem, callWithTag } from '../../../api/client.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { Conflict } from '../shared/Conflict.tsx';
import { showAtFields } from '../shared/formErrors.ts';
import { kinds } from '../shared/kinds.ts';
import { useAdministrationWords } from '../shared/words.ts';
import { useSettingsWords } from './words.ts';

type Choice = Answer<'getMyNotificationSettings'>;

interface Values {
  language: Choice['language'];
  email?: string;
  kinds: Choice['kinds'];
  digest: { every: 'minute' | 'day' | 'week'; at: string; weekday: number };
  quietOn: boolean;
  quiet: { from: string; to: string; restDays: boolean };
  rehearsal: boolean;
}

/** The form's fields: every part has a value, whether it counts now or not. */
function valuesOf({ language, email, kinds, digest, quiet, rehearsal }: Choice): Values {
  return {
    language,
    email: email ?? '',
    kinds,
    digest: { at: '09:00', weekday: 1, ...digest },
    quietOn: quiet !== null,
    quiet: quiet ?? { from: '20:00', to: '08:00', restDays: true },
    rehearsal,
  };
}

function choiceOf({ language, email, kinds, digest, quietOn, quiet, rehearsal }: Values) {
  const { every, at, weekday } = digest;
  const sent = every === 'minute' ? { every } : every === 'day' ? { every, at } : { every, at, weekday };
  return {
    language,
    email: email?.trim() ? email.trim() : null,
    kinds,
    digest: sent,
    quiet: quietOn ? quiet : null,
    rehearsal,
  };
}

interface Props {
  read: { body: Choice; etag: string | undefined };
  reread: () => Promise<unknown>;
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** What somebody is told of, how and when. */
export function NotificationChoice({ read, reread }: Props) {
  const say = useSettingsWords();
  const general = useAdministrationWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [etag, setEtag] = useState(read.etag);
  const every = Form.useWatch(['digest', 'every'], form);
  const quietOn = Form.useWatch('quietOn', form);
  const save = useMutation<{ etag: string | undefined }, ApiProblem, { values: Values; over: string | undefined }>({
    mutationFn: ({ values, over }) =>
      callWithTag('setMyNotificationSettings', { body: choiceOf(values) }, over === undefined ? {} : { ifMatch: over }),
    onSuccess: (saved) => {
      setEtag(saved.etag);
      void message.success(general('saved'));
      void client.invalidateQueries({ queryKey: ['getMyNotificationSettings'] });
    },
    onError: (problem) => {
      showAtFields(form, problem);
      if (problem.code === 'revision-conflict') void reread();
    },
  });
  const conflict = save.error?.code === 'revision-conflict';
  const time = (name: (string | number)[], label: string) => (
    <Form.Item name={name} label={label} rules={[{ required: true, message: general('required') }]}>
      <Input type="time" className="time" />
    </Form.Item>
  );
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={valuesOf(read.body)}
      onFinish={(values) => save.mutate({ values, over: etag })}
      className="panels"
    >
      <Card title={say('what')}>
        <table className="kinds">
          <thead>
            <tr>
              <th scope="col">{say('kind')}</th>
              <th scope="col">{say('inApp')}</th>
              <th scope="col">{say('mail')}</th>
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
              <tr key={kind}>
                <th scope="row">{general(kind)}</th>
                {(['inApp', 'mail'] as const).map((channel) => (
                  <td key={channel}>
                    <Form.Item name={['kinds', kind, channel]} valuePropName="checked" noStyle>
                      <Checkbox aria-label={`${general(kind)} ${say(channel)}`} />
                    </Form.Item>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <p className="muted">{say('urgentHint')}</p>
      </Card>
      <Card title={say('mailTitle')}>
        <div className="narrow-form">
          {!read.body.mailAvailable && <Alert type="info" showIcon title={say('noMail')} className="form-note" />}
          <Form.Item
            name="email"
            label={say('email')}
            extra={say('emailHint')}
            rules={[{ type: 'email', message: say('emailWrong') }]}
          >
            <Input type="email" autoComplete="email" maxLength={200} />
          </Form.Item>
          <Form.Item name="language" label={say('language')}>
            <Radio.Group
              options={[
                { value: 'zh', label: '中文' },
                { value: 'en', label: 'English' },
              ]}
            />
          </Form.Item>
          <Form.Item name={['digest', 'every']} label={say('digest')}>
            <Radio.Group
              vertical
              options={[
                { value: 'minute', label: say('atOnce') },
                { value: 'day', label: say('daily') },
                { value: 'week', label: say('weekly') },
              ]}
            />
          </Form.Item>
          {every !== undefined && every !== 'minute' && (
            <div className="inline-fields">
              {every === 'week' && (
                <Form.Item name={['digest', 'weekday']} label={say('weekday')}>
                  <Select options={weekdays.map((day, index) => ({ value: index + 1, label: general(day) }))} />
                </Form.Item>
              )}
              {time(['digest', 'at'], say('at'))}
            </div>
          )}
          <Form.Item name="quietOn" label={say('quiet')} valuePropName="checked">
            <Checkbox>{say('quietOn')}</Checkbox>
          </Form.Item>
          {quietOn && (
            <div className="inline-fields">
              {time(['quiet', 'from'], say('from'))}
              {time(['quiet', 'to'], say('to'))}
              <Form.Item name={['quiet', 'restDays']} valuePropName="checked">
                <Checkbox>{say('restDays')}</Checkbox>
              </Form.Item>
            </div>
          )}
          <Form.Item name="rehearsal" valuePropName="checked">
            <Checkbox>{say('rehearsal')}</Checkbox>
          </Form.Item>
        </div>
      </Card>
      {conflict && (
        <Conflict
          takeTheirs={() => {
            form.setFieldsValue(valuesOf(read.body));
            setEtag(read.etag);
            save.reset();
          }}
          keepMine={() => save.mutate({ values: form.getFieldsValue(true) as Values, over: read.etag })}
        />
      )}
      {save.error && !conflict && <Refused problem={save.error} />}
      <div>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {general('save')}
        </Button>
      </div>
    </Form>
  );
}
