import type { ReactNode } from 'react';
import { useFormWords } from './words.ts';

interface Props {
  id: string;
  label: string;
  help?: string | undefined;
  error?: string | undefined;
  required: boolean;
  /** Several controls make the field, such as radio buttons: they are a group with the label as its name. */
  group?: boolean;
  children: ReactNode;
}

/** What a control has to be told so that its help and error are read out with it. */
export function describedBy(id: string, help: string | undefined, error: string | undefined) {
  const parts = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ');
  return { ...(parts !== '' && { 'aria-describedby': parts }), ...(error && { 'aria-invalid': true as const }) };
}

/** A labelled control with its help and what is wrong with it. */
export function Field({ id, label, help, error, required, group = false, children }: Props) {
  const say = useFormWords();
  const name = (
    <>
      {label}
      {!required && <span className="faint"> · {say('optional')}</span>}
    </>
  );
  return (
    <div
      className={error ? 'form-field form-wrong' : 'form-field'}
      {...(group && { role: 'group', 'aria-labelledby': `${id}-label` })}
    >
      {group ? (
        <span className="form-label" id={`${id}-label`}>
          {name}
        </span>
      ) : (
        <label className="form-label" htmlFor={id} id={`${id}-label`}>
          {name}
        </label>
      )}
      {help && (
        <span className="form-help" id={`${id}-help`}>
          {help}
        </span>
      )}
      {children}
      {error && (
        <span className="form-error" id={`${id}-error`} role="alert">
          {error}
        </span>
      )}
    </div>
  );
}
