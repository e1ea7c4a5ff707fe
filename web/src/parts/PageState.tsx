import type { ReactNode } from 'react';
import './parts.css';

interface Props {
  icon: ReactNode;
  title: string;
  hint?: ReactNode;
  act?: ReactNode;
}

/** What stands in place of a page that cannot be shown: what happened, why, and what to do. */
export function PageState({ icon, title, hint, act }: Props) {
  return (
    <div className="page-state">
      <span className="page-state-icon">{icon}</span>
      <h1>{title}</h1>
      {hint !== undefined && hint !== '' && <p>{hint}</p>}
      {act}
    </div>
  );
}
