import { call } from '../api/client.ts';
import { PlainField, PlainForm } from './PlainForm.tsx';
import { useSessionWords } from './words.ts';

/** The first password has to be changed before anything else. */
export function ChangePassword({ changed }: { changed: () => Promise<void> }) {
  const say = useSessionWords();
  return (
    <PlainForm
      title={say('changeTitle')}
      hint={say('changeHint')}
      action={say('change')}
      submit={async ({ current = '', password = '', repeat }) => {
        if (password !== repeat) throw new Error(say('different'));
        await call('setMyPassword', { body: { current, password } });
        await changed();
      }}
    >
      <PlainField name="current" type="password" label={say('current')} autoComplete="current-password" autoFocus />
      <PlainField name="password" type="password" label={say('newPassword')} autoComplete="new-password" />
      <PlainField name="repeat" type="password" label={say('repeat')} autoComplete="new-password" />
    </PlainForm>
  );
}
