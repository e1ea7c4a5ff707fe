import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { type Answer, ApiProblem, call } from '../api/client.ts';
import { changeLanguage, useLanguage } from '../words/words.ts';
import './ballot.css';
import { BallotForm } from './BallotForm.tsx';
import { type Receipt, Voted } from './Voted.tsx';
import { useBallotWords } from './words.ts';

type Paper = Answer<'readBallotPaper'>;

/** The page a voter reaches with the address of a vote: no account, no component library, made for a phone. */
export function Ballot({ paper }: { paper: string }) {
  const say = useBallotWords();
  const language = useLanguage();
  const [read, setRead] = useState<Paper | ApiProblem>();
  const [receipt, setReceipt] = useState(() => keptReceipt(paper));
  const load = useCallback(
    (signal?: AbortSignal) =>
      call('readBallotPaper', { path: { paper } }, signal && { signal }).then(setRead, (error: unknown) => {
        if (error instanceof ApiProblem) setRead(error);
      }),
    [paper],
  );
  // The language chooses the wording of the questions too.
  useEffect(() => {
    const gone = new AbortController();
    void load(gone.signal);
    return () => gone.abort();
  }, [load, language]);
  useEffect(() => {
    document.title = say('heading');
  });

  return (
    <main className="ballot" aria-busy={read === undefined}>
      <header>
        <h1>{say('heading')}</h1>
        <button type="button" className="link" onClick={() => changeLanguage(language === 'zh' ? 'en' : 'zh')}>
          {say('language')}
        </button>
      </header>
      {receipt ? (
        <Voted
          receipt={receipt}
          another={() => {
            keepReceipt(paper, undefined);
            setReceipt(undefined);
            void load();
          }}
        />
      ) : (
        <Paper
          read={read}
          retry={() => {
            setRead(undefined);
            void load();
          }}
          form={(vote) => (
            <BallotForm
              paper={paper}
              vote={vote}
              cast={(given) => {
                keepReceipt(paper, given);
                setReceipt(given);
              }}
            />
          )}
        />
      )}
    </main>
  );
}

interface PaperProps {
  read: Paper | ApiProblem | undefined;
  retry: () => void;
  form: (vote: Paper) => ReactNode;
}

function Paper({ read, retry, form }: PaperProps) {
  const say = useBallotWords();
  if (read === undefined) return <p className="card">{say('waiting')}</p>;
  if (read instanceof ApiProblem) {
    const reason = { offline: say('offline'), 'not-found': say('unknown'), 'too-many-requests': say('tooMany') };
    return (
      <div className="card">
        <p role="alert">{reason[read.code as keyof typeof reason] ?? say('unavailable')}</p>
        {read.code !== 'not-found' && (
          <button type="button" onClick={retry}>
            {say('retry')}
          </button>
        )}
      </div>
    );
  }
  const { place, title, votingFrom, votingUntil, state } = read;
  return (
    <>
      <section className="card">
        <h2>{place}</h2>
        <p>{title}</p>
        {votingFrom !== null && votingUntil !== null && (
          <p className="hint">{say('period', { from: votingFrom, until: votingUntil })}</p>
        )}
        {state === 'over' && <p role="status">{say('over')}</p>}
        {state === 'notYet' && (
          <p role="status">{votingFrom === null ? say('notYet') : say('notYetFrom', { from: votingFrom })}</p>
        )}
      </section>
      {state === 'open' && form(read)}
    </>
  );
}

const keyOf = (paper: string): string => `zhengzhi.ballot.${paper}`;

/** Of who has just voted in this tab, so that a reload does not ask again. */
function keptReceipt(paper: string): Receipt | undefined {
  const kept = sessionStorage.getItem(keyOf(paper));
  return kept === null ? undefined : (JSON.parse(kept) as Receipt);
}

function keepReceipt(paper: string, receipt: Receipt | undefined): void {
  if (receipt) sessionStorage.setItem(keyOf(paper), JSON.stringify(receipt));
  else sessionStorage.removeItem(keyOf(paper));
}
