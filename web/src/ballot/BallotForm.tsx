import { type FormEvent, useState } from 'react';
import { type Answer, ApiProblem, call } from '../api/client.ts';
import type { Receipt } from './Voted.tsx';
import { useBallotWords } from './words.ts';

type Vote = Answer<'readBallotPaper'>;
type Choice = Vote['choices'][number];
type Choices = Record<string, Choice>;

const meanings = { yes: 'yesMeans', no: 'noMeans', abstain: 'abstainMeans' } as const;

interface Props {
  paper: string;
  vote: Vote;
  cast: (receipt: Receipt) => void;
}

/** Choose, then check and confirm with the code. */
export function BallotForm({ paper, vote, cast }: Props) {
  const [choices, setChoices] = useState<Choices>({});
  const [checking, setChecking] = useState(false);
  return checking ? (
    <Confirmation paper={paper} vote={vote} choices={choices} cast={cast} back={() => setChecking(false)} />
  ) : (
    <Questions vote={vote} choices={choices} choose={setChoices} next={() => setChecking(true)} />
  );
}

interface QuestionsProps {
  vote: Vote;
  choices: Choices;
  choose: (choices: Choices) => void;
  next: () => void;
}

function Questions({ vote, choices, choose, next }: QuestionsProps) {
  const say = useBallotWords();
  const [told, setTold] = useState(false);
  const missing = vote.items.filter(({ id }) => choices[id] === undefined).length;
  const go = (event: FormEvent) => {
    event.preventDefault();
    if (missing === 0) next();
    else setTold(true);
  };
  return (
    <form onSubmit={go} noValidate>
      <p className="card hint">{say('intro')}</p>
      {vote.items.map(({ id, title, rule }) => (
        <fieldset key={id} className="card" data-missing={told && choices[id] === undefined}>
          <legend>{title}</legend>
          <p className="hint">{say(rule)}</p>
          {vote.choices.map((choice) => (
            <label key={choice} className="choice">
              <input
                type="radio"
                name={id}
                value={choice}
                checked={choices[id] === choice}
                onChange={() => choose({ ...choices, [id]: choice })}
              />
              <span>{say(choice)}</span>
              <small>{say(meanings[choice])}</small>
            </label>
          ))}
        </fieldset>
      ))}
      <p role="alert" className="refusal">
        {told && missing > 0 ? say('missing', { count: missing }) : ''}
      </p>
      <button type="submit">{say('next')}</button>
    </form>
  );
}

function Confirmation({ paper, vote, choices, cast, back }: Props & { choices: Choices; back: () => void }) {
  const say = useBallotWords();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get('code');
    setBusy(true);
    setRefusal(undefined);
    try {
      cast(
        await call('castBallotOnline', {
          path: { paper },
          body: { code: typeof code === 'string' ? code.trim() : '', choices },
        }),
      );
    } catch (error) {
      setRefusal(say(reasonOf(error)));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      <section className="card">
        <h2>{say('review')}</h2>
        <dl>
          {vote.items.map(({ id, title }) => (
            <div key={id}>
              <dt>{title}</dt>
              <dd>{say(choices[id] ?? 'abstain')}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section className="card">
        <label className="code">
          <span>{say('code')}</span>
          <input
            name="code"
            required
            maxLength={40}
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            aria-describedby="code-hint"
          />
        </label>
        <p id="code-hint" className="hint">
          {say('codeHint')}
        </p>
        <p role="alert" className="refusal">
          {refusal}
        </p>
        <button type="submit" disabled={busy}>
          {busy ? say('casting') : say('cast')}
        </button>
        <button type="button" className="quiet" disabled={busy} onClick={back}>
          {say('change')}
        </button>
      </section>
    </form>
  );
}

function reasonOf(error: unknown) {
  const { code, status } = error instanceof ApiProblem ? error : { code: 'offline', status: 0 };
  if (code === 'ballot-code-refused') return 'codeRefused';
  if (code === 'ballot-refused' || code === 'not-ready') return 'refused';
  if (code === 'too-many-requests') return 'tooMany';
  if (code === 'not-found') return 'unknown';
  return status === 0 || status >= 500 ? 'unsure' : 'unfit';
}
