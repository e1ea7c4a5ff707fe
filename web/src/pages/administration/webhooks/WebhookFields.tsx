import { Checkbox, Form, Input, Radio, Switch } from 'antd';
import type { Answer } from '../../../api/client.ts';
import { kinds } from '../shared/kinds.ts';
import { PlacePicker } from '../shared/Places.tsx';
import { useAdministrationWords } from '../shared/words.ts';
import { useWebhookWords } from './words.ts';

export type Webhook = Answer<'getWebhook'>;
type Kind = Webhook['kinds'][number];

export interface WebhookValues {
  name: string;
  format: Webhook['format'];
  url?: string;
  secret?: string;
  kinds: Kind[];
  place: string;
  language: Webhook['language'];
  enabled: boolean;
}

/** The fields of a webhook; of one that is there, address and secret stay when they are left empty. */
export function WebhookFields({ present }: { present?: Webhook }) {
  const say = useWebhookWords();
  const general = useAdministrationWords();
  const chosen = Form.useWatch<Webhook['format'] | undefined>('format');
  const format = present?.format ?? chosen ?? 'standard';
  const required = [{ required: true, message: general('required') }];
  return (
    <>
      <Form.Item
        name="name"
        label={say('name')}
        rules={[{ required: true, whitespace: true, message: general('required') }]}
      >
        <Input maxLength={80} />
      </Form.Item>
      {present === undefined && (
        <Form.Item name="format" label={say('format')} extra={say(`${format}Hint` as const)}>
          <Radio.Group
            options={(['standard', 'wecom', 'dingtalk'] as const).map((value) => ({ value, label: say(value) }))}
          />
        </Form.Item>
      )}
      <Form.Item
        name="url"
        label={say('url')}
        rules={present === undefined ? required : []}
        {...(present && { extra: say('urlKeep', { url: present.url }) })}
      >
        <Input maxLength={2000} placeholder="https://" autoComplete="off" />
      </Form.Item>
      {format === 'dingtalk' && (
        <Form.Item name="secret" label={say('secret')} {...(present && { extra: say('secretKeep') })}>
          <Input.Password maxLength={200} autoComplete="new-password" />
        </Form.Item>
      )}
      <Form.Item name="kinds" label={say('kinds')} rules={[{ type: 'array', min: 1, message: general('required') }]}>
        <Checkbox.Group options={kinds.map((kind) => ({ value: kind, label: general(kind) }))} />
      </Form.Item>
      <Form.Item name="place" label={say('place')} rules={required}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="language" label={say('language')}>
        <Radio.Group
          options={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </Form.Item>
      <Form.Item name="enabled" label={say('enabled')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </>
  );
}

/** What both creating and changing send. */
export function sharedFields({ name, kinds: chosen, place, language, enabled, secret, url }: WebhookValues) {
  return {
    name: name.trim(),
    kinds: chosen,
    place: place.trim(),
    language,
    enabled,
    ...(secret?.trim() && { secret: secret.trim() }),
    ...(url?.trim() && { url: url.trim() }),
  };
}
