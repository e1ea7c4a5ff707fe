import type { ReactNode } from 'react';
import './parts.css';

interface Fact {
  name: string;
  value: ReactNode;
  hint?: string;
  /** It has to be put right. */
  bad?: boolean;
}

/** A few figures side by side, each with its name. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ name, value, hint, bad }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={bad ? 'late' : undefined}>
            {value}
            {hint !== undefined && (
              <>
                {' '}
                <small>{hint}</small>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
