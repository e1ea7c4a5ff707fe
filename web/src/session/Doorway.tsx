import type { ReactNode } from 'react';
import { changeLanguage, useLanguage } from '../words/words.ts';
import './doorway.css';
import { useSessionWords } from './words.ts';

/** What surrounds the pages before the console. */
export function Doorway({ children }: { children: ReactNode }) {
  const say = useSessionWords();
  const language = useLanguage();
  return (
    <main className="doorway">
      <div className="card">
        <header>
          <img src="/icon.svg" alt="" width="44" height="44" />
          <div>
            <h1>{say('product')}</h1>
            <p>{say('tagline')}</p>
          </div>
        </header>
        {children}
      </div>
      <button type="button" className="link" onClick={() => changeLanguage(language === 'zh' ? 'en' : 'zh')}>
        {say('language')}
      </button>
    </main>
  );
}
