import { useState } from 'react';
import { call } from '../api/client.ts';
import { PlainField, PlainForm } from './PlainForm.tsx';
import { useSessionWords } from './words.ts';

/** Where the one-time link of an empty installation leads: /setup#token */
export function FirstAdministrator() {
  const say = useSessionWords();
  const [created, setCreated] = useState(false);
  if (created) return <a href="/">{say('created')}</a>;
  const token = location.hash.slice(1);
  return (
    <PlainForm
      title={say('setupTitle')}
      hint={say('setupHint')}
      action={say('create')}
      submit={async ({ username = '', password = '', repeat }) => {
        if (password !== repeat) throw new Error(say('different'));
        await call('createAdministrator', { body: { token, username, password } });
        setCreated(true);
      }}
    >
      <PlainField name="username" label={say('username')} autoComplete="username" autoFocus />
      <PlainField name="password" type="password" label={say('newPassword')} autoComplete="new-password" />
      <PlainField name="repeat" type="password" label={say('repeat')} autoComplete="new-password" />
    </PlainForm>
  );
}
