import type { ReactNode } from 'react';
import './shared.css';

/** A few figures side by side, each with its name. */
export function Facts({ facts }: { facts: readonly { name: string; value: ReactNode; hint?: string }[] }) {
  return (
    <dl className="facts">
      {facts.map(({ name, value, hint }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
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
