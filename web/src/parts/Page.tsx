import type { ReactNode } from 'react';
import { useEffect } from 'react';
import './parts.css';

interface Props {
  title: string;
  /** Beside the title: tags, counts. */
  aside?: ReactNode;
  /** What can be done here; the main thing last. */
  actions?: ReactNode;
  /** A line that says what the page is for. */
  lead?: ReactNode;
  children: ReactNode;
}

/** A page with its heading. */
export function Page({ title, aside, actions, lead, children }: Props) {
  useEffect(() => {
    document.title = `${title} · 整治`;
  }, [title]);
  return (
    <article className="page">
      <header className="page-head">
        <h1>{title}</h1>
        {aside}
        <span className="spring" />
        <div className="page-actions no-print">{actions}</div>
      </header>
      {lead !== undefined && <div className="lead">{lead}</div>}
      {children}
    </article>
  );
}
