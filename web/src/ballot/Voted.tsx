import type { Answer } from '../api/client.ts';
import { useLanguage } from '../words/words.ts';
import { useBallotWords } from './words.ts';

export type Receipt = Answer<'castBallotOnline'>;

/** What is left to show when a ballot is in the box: when it was cast, never how. */
export function Voted({ receipt, another }: { receipt: Receipt; another: () => void }) {
  const say = useBallotWords();
  const language = useLanguage();
  const at = new Date(receipt.acceptedAt).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'long',
    timeStyle: 'short',
  });
  return (
    <section className="card voted" role="status">
      <h2>{say('done')}</h2>
      <p>{say('castAt', { at })}</p>
      <p className="hint">{say('receipt')}</p>
      <p className="receipt">{receipt.receipt}</p>
      <p className="hint">{say('receiptHint')}</p>
      <button type="button" className="quiet" onClick={another}>
        {say('another')}
      </button>
    </section>
  );
}
