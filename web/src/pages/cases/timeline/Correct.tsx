import { Modal } from 'antd';
import type { Case } from '../CasePage.tsx';
import { DecisionPanel } from '../decision/DecisionPanel.tsx';
import { useCaseWords } from '../words.ts';
import { useOffered } from './useFormOf.ts';
import type { TimelineEvent } from './useTimeline.ts';

/** A mistaken decision is replaced; what followed from it is opened anew. */
export function Correct({ event, view, close }: { event: TimelineEvent; view: Case; close: () => void }) {
  const say = useCaseWords();
  const decisions = useOffered(view.kind, event);
  const title = event.stageTitle ?? say('correct');
  return (
    <Modal open title={say('correctTitle', { stage: title })} onCancel={close} footer={null} destroyOnHidden>
      <p className="faint">{say('correctHint')}</p>
      <p className="long">{event.summary}</p>
      {decisions && (
        <DecisionPanel
          id={view.id}
          task={{ id: event.stage ?? '', title, decisions }}
          now={view.now}
          correcting={event.seq}
          decided={close}
        />
      )}
    </Modal>
  );
}
