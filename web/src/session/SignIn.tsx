import { useState } from 'react';
import { type Answer, call } from '../api/client.ts';
import { PlainField, PlainForm } from './PlainForm.tsx';
import { useSessionWords } from './words.ts';

interface Props {
  signedIn: (session: Answer<'createSession'>) => void;
  /** Signing in again: who it was, and where. */
  again?: { username: string; space: 'live' | 'rehearsal' };
}

export function SignIn({ signedIn, again }: Props) {
  const say = useSessionWords();
  const [space, setSpace] = useState<'live' | 'rehearsal'>(again?.space ?? 'live');
  return (
    <PlainForm
      action={say('signIn')}
      {...(again && { title: say('again'), hint: say('expired') })}
      submit={async ({ username = '', password = '' }) =>
        signedIn(await call('createSession', { body: { username: username.trim(), password, space } }))
      }
    >
      <PlainField
        name="username"
        label={say('username')}
        autoComplete="username"
        defaultValue={again?.username ?? ''}
        autoFocus={!again}
      />
      <PlainField
        name="password"
        type="password"
        label={say('password')}
        autoComplete="current-password"
        autoFocus={again !== undefined}
      />
      {!again && (
        <fieldset className="spaces">
          <legend>{say('space')}</legend>
          {(['live', 'rehearsal'] as const).map((each) => (
            <label key={each}>
              <input type="radio" name="space" checked={space === each} onChange={() => setSpace(each)} />
              <span>{say(each)}</span>
            </label>
          ))}
          <p className="hint" hidden={space === 'live'}>
            {say('rehearsalHint')}
          </p>
        </fieldset>
      )}
    </PlainForm>
  );
}
