import { EditOutlined, PaperClipOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../../api/client.ts';
import type { ItemOf } from '../../../api/queries.ts';
import { minuteOf } from '../../../parts/days.ts';
import { Filled } from '../../../parts/form/Filled.tsx';
import type { Case } from '../CasePage.tsx';
import { sizeOf } from '../decision/Evidence.tsx';
import { useCaseWords } from '../words.ts';
import { Correct } from './Correct.tsx';
import { useEventTypes } from './types.ts';
import { useFormOf } from './useFormOf.ts';
import type { TimelineEvent } from './useTimeline.ts';
import { WithLinks } from './WithLinks.tsx';

export type Files = ReadonlyMap<string, ItemOf<'listEvidence'>>;

interface Props {
  event: TimelineEvent;
  view: Case;
  files: Files;
}

/** What is worth a colour: acts of people, what the clock brought, what ended. */
const colours: Partial<Record<TimelineEvent['type'], string>> = {
  decided: 'blue',
  corrected: 'gold',
  superseded: 'gold',
  escalated: 'red',
  expired: 'red',
  suspended: 'gold',
  caseClosed: 'green',
  caseCancelled: 'default',
};

/** One event: when, what, who, with what was written and shown. */
export function EventRow({ event, view, files }: Props) {
  const say = useCaseWords();
  const types = useEventTypes();
  const [correcting, setCorrecting] = useState(false);
  const schema = useFormOf(view.kind, event);
  return (
    <article className={event.superseded ? 'event superseded' : 'event'}>
      <header>
        <time dateTime={event.at}>{minuteOf(event.at)}</time>
        <Tag color={colours[event.type] ?? 'default'}>{types[event.type]}</Tag>
        {event.effectiveOn !== undefined && <Tag>{say('happenedOn', { day: event.effectiveOn })}</Tag>}
        {event.imported && <Tag>{say('onPaper')}</Tag>}
        {event.superseded && <Tag color="gold">{say('superseded')}</Tag>}
        <span className="faint event-no" title={event.hash}>
          {say('eventNo', { no: event.seq })}
        </span>
        {event.correctable && (
          <Button
            className="no-print"
            size="small"
            type="text"
            icon={<EditOutlined />}
            onClick={() => setCorrecting(true)}
          >
            {say('correct')}
          </Button>
        )}
      </header>
      <p>
        <WithLinks text={event.summary} view={view} />
      </p>
      {event.comment !== null && <blockquote className="long">{event.comment}</blockquote>}
      {schema !== undefined && event.form !== null && (
        <details className="why">
          <summary>{say('whatWasFilledIn')}</summary>
          <Filled schema={schema} value={event.form} />
        </details>
      )}
      {event.evidence.length > 0 && (
        <ul className="files">
          {event.evidence.map(({ id }) => {
            const file = files.get(id);
            const address = addressOf('getEvidence', { path: { id: view.id, evidence: id } });
            return (
              <li key={id}>
                {file && /^image\/(jpeg|png|webp)$/.test(file.mediaType) ? (
                  <a href={address} download={file.name}>
                    <img className="shown" src={address} alt={file.name} loading="lazy" />
                  </a>
                ) : (
                  <a href={address} download={file?.name ?? id}>
                    <PaperClipOutlined aria-hidden /> {file?.name ?? id}
                  </a>
                )}
                {file && <span className="faint">{sizeOf(file.size)}</span>}
              </li>
            );
          })}
        </ul>
      )}
      {correcting && <Correct event={event} view={view} close={() => setCorrecting(false)} />}
    </article>
  );
}
