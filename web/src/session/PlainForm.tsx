import { type FormEvent, type ReactNode, useState } from 'react';
import { ApiProblem } from '../api/client.ts';
import { useSessionWords } from './words.ts';

interface Props {
  title?: string;
  hint?: string;
  action: string;
  children: ReactNode;
  /** What the form does with its fields; the reason it gives for refusing is shown. */
  submit: (fields: Record<string, string>) => Promise<void>;
}

/** A form without the component library, for the pages before the console: they must open at once. */
export function PlainForm({ title, hint, action, children, submit }: Props) {
  const say = useSessionWords();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(undefined);
    const data = new FormData(event.currentTarget);
    try {
      await submit(
        Object.fromEntries([...data].map(([name, value]) => [name, typeof value === 'string' ? value : ''])),
      );
    } catch (error) {
      setRefusal(reasonOf(error, say('offline')));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="plain-form" onSubmit={(event) => void send(event)}>
      {title !== undefined && <h2>{title}</h2>}
      {hint !== undefined && <p className="hint">{hint}</p>}
      {children}
      <p className="refusal" role="alert">
        {refusal}
      </p>
      <button type="submit" disabled={busy}>
        {busy ? say('signingIn') : action}
      </button>
    </form>
  );
}

function reasonOf(error: unknown, offline: string): string {
  if (!(error instanceof ApiProblem)) return error instanceof Error ? error.message : String(error);
  if (error.code === 'offline') return offline;
  return error.errors[0]?.detail ?? (error.message || error.title);
}

interface FieldProps {
  name: string;
  label: string;
  type?: string;
  autoComplete: string;
  defaultValue?: string;
  autoFocus?: boolean;
}

export function PlainField({ name, label, type = 'text', autoComplete, defaultValue, autoFocus }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        name={name}
        type={type}
        autoComplete={autoComplete}
        defaultValue={defaultValue}
        autoFocus={autoFocus}
        required
        maxLength={200}
      />
    </label>
  );
}
