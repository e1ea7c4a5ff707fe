import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Form, Input, Radio, Select } from 'antd';
import { useOffices } from '../../../parts/offices.ts';
import { PlacePicker } from '../shared/Places.tsx';
import { useAdministrationWords } from '../shared/words.ts';
import { duties, dutyWords, type Role, roles, type User } from './roles.ts';
import { useUserWords } from './words.ts';

export interface UserValues {
  name: string;
  role: Role;
  scope: string;
  duties?: User['duties'];
  posts?: User['posts'];
}

/** What an account is sent as: only what its role has, and no empty unit. */
export function fieldsOf({ name, role, scope, duties: held, posts }: UserValues) {
  return {
    name: name.trim(),
    role,
    scope: scope.trim(),
    ...(role === 'administrator' && { duties: held ?? [] }),
    posts:
      role === 'reviewer'
        ? (posts ?? []).map(({ office, scope: place, unit }) => ({
            office,
            scope: place,
            ...(unit?.trim() && { unit: unit.trim() }),
          }))
        : [],
  };
}

/** The fields of an account; posts for who decides, duties for who administers. */
export function UserFields() {
  const say = useUserWords();
  const general = useAdministrationWords();
  const role = Form.useWatch<Role | undefined>('role');
  const required = [{ required: true, message: general('required') }];
  return (
    <>
      <Form.Item
        name="name"
        label={say('name')}
        rules={[{ required: true, whitespace: true, message: general('required') }]}
      >
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="role"
        label={say('role')}
        rules={required}
        {...(role && { extra: say(`${role}Means` as const) })}
      >
        <Radio.Group options={roles.map((each) => ({ value: each, label: general(each) }))} />
      </Form.Item>
      <Form.Item name="scope" label={say('scope')} rules={required} extra={say('scopeHint')}>
        <PlacePicker />
      </Form.Item>
      {role === 'administrator' && (
        <Form.Item name="duties" label={say('duties')} extra={say('dutiesHint')}>
          <Checkbox.Group options={duties.map((each) => ({ value: each, label: general(dutyWords[each]) }))} />
        </Form.Item>
      )}
      {role === 'reviewer' && <Posts />}
    </>
  );
}

function Posts() {
  const say = useUserWords();
  const general = useAdministrationWords();
  const { options } = useOffices();
  const required = [{ required: true, message: general('required') }];
  return (
    <Form.Item label={say('posts')} extra={say('postsHint')} required>
      <Form.List name="posts">
        {(fields, { add, remove }) => (
          <>
            {fields.length === 0 && <p className="muted">{say('noPosts')}</p>}
            {fields.map(({ key, name }) => (
              <div key={key} className="row-of-fields">
                <Form.Item name={[name, 'office']} rules={required}>
                  <Select
                    aria-label={say('office')}
                    placeholder={say('office')}
                    options={options}
                    showSearch={{ optionFilterProp: 'label' }}
                  />
                </Form.Item>
                <Form.Item name={[name, 'scope']} rules={required}>
                  <PlacePicker aria-label={say('postScope')} />
                </Form.Item>
                <Form.Item name={[name, 'unit']}>
                  <Input aria-label={say('unit')} placeholder={say('unit')} maxLength={80} />
                </Form.Item>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={say('removePost')}
                  onClick={() => remove(name)}
                />
              </div>
            ))}
            <Button type="dashed" icon={<PlusOutlined />} onClick={() => add({})}>
              {say('addPost')}
            </Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}
