import { Checkbox, Form, Input, InputNumber, Modal, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import { useAdministrationWords } from '../shared/words.ts';
import type { Draft } from './draft.ts';
import { type Parameter, type PolicyValue, useSayValue } from './values.ts';
import { usePolicyWords } from './words.ts';

interface Props {
  name: string;
  parameter: Parameter;
  drafted: Draft[string] | undefined;
  closed: () => void;
  take: (change: Draft[string]) => void;
}

interface Values {
  back: boolean;
  none: boolean;
  value: PolicyValue;
  source: string;
  note: string;
}

/** Drafts another value for a parameter, with its source; the API judges it together with everything else. */
export function ChangeParameter({ name, parameter, drafted, closed, take }: Props) {
  const say = usePolicyWords();
  const general = useAdministrationWords();
  const sayValue = useSayValue();
  const [form] = Form.useForm<Values>();
  const back = Form.useWatch('back', form);
  const none = Form.useWatch('none', form);
  const { title, value, unit, source, note, nullable, statedIn } = parameter;
  const required = [{ required: true, message: general('required') }];
  const texts = [{ required: true, whitespace: true, message: general('required') }];
  const start = drafted ?? { value, source, note: note ?? '' };
  return (
    <Modal
      open
      title={say('changeTitle', { name: title })}
      okText={say('addToDraft')}
      cancelText={general('cancel')}
      onOk={() => form.submit()}
      onCancel={closed}
    >
      <p className="muted">
        <code>{name}</code> · {say('before')} {sayValue(value, unit)}
      </p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ back: drafted === null, none: start.value === null, ...start }}
        onFinish={(values) => {
          if (values.back) take(null);
          else
            take({ value: values.none ? null : values.value, source: values.source.trim(), note: values.note.trim() });
        }}
      >
        {statedIn !== undefined && (
          <Form.Item name="back" valuePropName="checked">
            <Checkbox>{say('backToFiles')}</Checkbox>
          </Form.Item>
        )}
        {!back && (
          <>
            {nullable && (
              <Form.Item name="none" valuePropName="checked">
                <Checkbox>{say('notApplicable')}</Checkbox>
              </Form.Item>
            )}
            {!none && <ValueField parameter={parameter} rules={required} />}
            <Form.Item name="source" label={say('newSource')} rules={texts}>
              <Input maxLength={120} />
            </Form.Item>
            <Form.Item name="note" label={say('newNote')} rules={texts} extra={say('newNoteHint')}>
              <Input.TextArea maxLength={600} autoSize={{ minRows: 2 }} />
            </Form.Item>
          </>
        )}
      </Form>
    </Modal>
  );
}

/** The field that fits a unit. */
function ValueField({ parameter, rules }: { parameter: Parameter; rules: { required: boolean; message: string }[] }) {
  const say = usePolicyWords();
  const { unit, bounds } = parameter;
  const item = (field: ReactNode, extra?: string) => (
    <Form.Item name="value" label={say('newValue')} rules={rules} {...(extra && { extra })}>
      {field}
    </Form.Item>
  );
  if (unit === 'boolean') {
    return item(
      <Radio.Group
        options={[
          { value: true, label: say('yes') },
          { value: false, label: say('no') },
        ]}
      />,
    );
  }
  if (unit === 'enum') return item(<Select options={(bounds.oneOf ?? []).map((value) => ({ value, label: value }))} />);
  if (unit === 'list') return item(<Select mode="tags" open={false} suffixIcon={null} />, say('listHint'));
  if (unit === 'text') return item(<Input.TextArea maxLength={400} autoSize />);
  if (unit === 'timeOfDay') return item(<Input type="time" className="time" />);
  if (unit === 'ratio') return item(<Input maxLength={20} className="time" />, say('ratioHint'));
  const { min, max } = bounds;
  return item(
    <InputNumber precision={0} {...(typeof min === 'number' && { min })} {...(typeof max === 'number' && { max })} />,
    unit === 'fen' ? say('fenHint') : undefined,
  );
}
