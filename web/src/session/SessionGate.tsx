import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { onRefusal } from '../api/client.ts';
import { useRead } from '../api/queries.ts';
import { ChangePassword } from './ChangePassword.tsx';
import { Doorway } from './Doorway.tsx';
import { FirstAdministrator } from './FirstAdministrator.tsx';
import { SignIn } from './SignIn.tsx';
import { SessionContext } from './session.ts';
import { useSessionWords } from './words.ts';

const readConsole = () => import('../frame/Console.tsx');
const Console = lazy(() => readConsole().then((module) => ({ default: module.Console })));

/**
 * Shows the console to whoever is signed in, and what has to be done first to everybody else. A session that ends meanwhile is
 * renewed in a dialog above the page, which stays as it is.
 */
export function SessionGate() {
  const say = useSessionWords();
  const client = useQueryClient();
  const me = useRead('getMe', {}, { staleTime: Number.POSITIVE_INFINITY, retry: false });
  const [ended, setEnded] = useState(false);
  const signedIn = me.data !== undefined;

  useEffect(
    () =>
      onRefusal(({ code }) => {
        if (code === 'unauthenticated' || code === 'session-expired') setEnded(true);
      }),
    [],
  );
  // While somebody types the password, what comes next is fetched.
  useEffect(() => {
    if (!signedIn) void readConsole();
  }, [signedIn]);

  if (location.pathname === '/setup') {
    return (
      <Doorway>
        <FirstAdministrator />
      </Doorway>
    );
  }
  if (me.data) {
    const { user: known, space: place } = me.data;
    if (known.mustChangePassword) {
      return (
        <Doorway>
          <ChangePassword
            changed={async () => {
              client.clear();
              await me.refetch();
            }}
          />
        </Doorway>
      );
    }
    return (
      <SessionContext value={me.data}>
        <Suspense fallback={<p className="opening">{say('waiting')}</p>}>
          <Console />
        </Suspense>
        {ended && (
          <Again>
            <SignIn
              again={{ username: known.id, space: place }}
              signedIn={({ user, space }) => {
                setEnded(false);
                // Somebody else sees other things.
                if (user.id === known.id && space === place) void client.invalidateQueries();
                else location.reload();
              }}
            />
          </Again>
        )}
      </SessionContext>
    );
  }
  if (me.isPending) return <p className="opening">{say('waiting')}</p>;
  if (me.error?.status === 401) {
    return (
      <Doorway>
        <SignIn
          signedIn={() => {
            setEnded(false);
            void me.refetch();
          }}
        />
      </Doorway>
    );
  }
  return (
    <Doorway>
      <p role="alert">{me.error?.code === 'offline' ? say('offline') : (me.error?.title ?? '')}</p>
      <button type="button" className="link" onClick={() => void me.refetch()}>
        {say('retry')}
      </button>
    </Doorway>
  );
}

function Again({ children }: { children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="again" onCancel={(event) => event.preventDefault()}>
      {children}
    </dialog>
  );
}
