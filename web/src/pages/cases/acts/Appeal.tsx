import { useNavigate } from 'react-router';
import type { Answer } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import type { Case } from '../CasePage.tsx';
import { useCaseWords } from '../words.ts';
import { ActDialog } from './ActDialog.tsx';

/** An appeal against a decision of the case: which one, and why. */
export function Appeal({ view, close }: { view: Case; close: () => void }) {
  const say = useCaseWords();
  const navigate = useNavigate();
  const found = useRead('listAppeals', { path: { id: view.id } });
  const open = (found.data?.items ?? []).filter(({ permitted }) => permitted);
  if (open.length === 0) return null;
  return (
    <ActDialog
      operation="fileAppeal"
      id={view.id}
      title={say('appeal')}
      hint={say('appealHint')}
      schema={{
        type: 'object',
        properties: {
          event: {
            type: 'string',
            label: say('appealAgainst'),
            enum: open.map(({ event }) => String(event)),
            options: Object.fromEntries(
              open.map(({ event, summary, until }) => [
                String(event),
                until === null ? summary : `${summary}（${say('appealUntil', { day: until })}）`,
              ]),
            ),
          },
          grounds: { type: 'string', label: say('grounds'), minLength: 1, maxLength: 4000 },
          requests: { type: 'string', label: say('requests'), maxLength: 1000 },
          appellant: { type: 'string', label: say('appellant'), help: say('appellantHelp'), maxLength: 80 },
        },
        required: ['event', 'grounds'],
      }}
      initial={{ event: String(open[0]?.event ?? '') }}
      input={({ event, ...statement }) => ({
        path: { id: view.id },
        body: { event: Number(event), ...(statement as object) },
      })}
      close={close}
      done={(answer) => void navigate(`/cases/${encodeURIComponent((answer as Answer<'fileAppeal'>).id)}`)}
    />
  );
}
