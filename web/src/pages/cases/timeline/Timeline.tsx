import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { Button, Empty, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { addressOf } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { dayOf } from '../../../parts/days.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { ScrollBox } from '../../../parts/ScrollBox.tsx';
import { useVirtualRows } from '../../../parts/virtualRows.ts';
import { useLanguage } from '../../../words/words.ts';
import type { Case } from '../CasePage.tsx';
import { useCaseWords } from '../words.ts';
import { EventRow } from './EventRow.tsx';
import './timeline.css';
import { useEventTypes } from './types.ts';
import { type TimelineEvent, useTimeline } from './useTimeline.ts';
import { Verification } from './Verification.tsx';

interface Props {
  view: Case;
  /** Shows what had happened by the end of this day. */
  on: string | undefined;
}

/** What happened to the case, newest first: filtered, searched, proved. */
export function Timeline({ view, on }: Props) {
  const say = useCaseWords();
  const types = useEventTypes();
  const found = useTimeline(view.id);
  const evidence = useRead('listEvidence', { path: { id: view.id } });
  const [kinds, setKinds] = useState<string[]>([]);
  const [text, setText] = useState('');
  const printing = usePrinting();

  const all = found.data ?? [];
  const needle = text.trim().toLowerCase();
  const shown = all
    .filter((event) => on === undefined || dayOf(event.at) <= on)
    .filter(({ type }) => kinds.length === 0 || kinds.includes(type))
    .filter((event) => needle === '' || wordsOf(event).includes(needle))
    .reverse();
  const { box, rows } = useVirtualRows({
    count: shown.length,
    height: 72,
    beyond: 8,
    keyOf: (index) => shown[index]?.seq ?? index,
  });

  if (found.error && !found.data) return <Failure problem={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading rows={8} />;
  const files = new Map((evidence.data?.items ?? []).map((each) => [each.id, each]));
  const jump = (day: string) => {
    const index = shown.findIndex((event) => dayOf(event.at) <= day);
    if (index >= 0) rows.scrollToIndex(index, { align: 'start' });
  };
  const row = (event: TimelineEvent) => <EventRow event={event} view={view} files={files} />;

  return (
    <section aria-label={say('timeline')}>
      <div className="filters no-print">
        <Input.Search
          allowClear
          aria-label={say('searchTimeline')}
          placeholder={say('searchTimeline')}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <Select
          mode="multiple"
          aria-label={say('eventType')}
          placeholder={say('eventType')}
          maxTagCount="responsive"
          className="timeline-types"
          value={kinds}
          options={[...new Set(all.map(({ type }) => type))].map((type) => ({ value: type, label: types[type] }))}
          onChange={setKinds}
        />
        <label className="jump">
          {say('jumpTo')}{' '}
          <Input
            type="date"
            min={all[0] && dayOf(all[0].at)}
            onChange={({ target }) => target.value !== '' && jump(target.value)}
          />
        </label>
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {say('print')}
        </Button>
        {view.endedAt !== null && <ArchiveLink id={view.id} />}
        <Verification id={view.id} />
      </div>
      {shown.length === 0 ? (
        <Empty description={say('noEvents')} />
      ) : printing ? (
        <div className="timeline-print">
          {shown.map((event) => (
            <div key={event.seq}>{row(event)}</div>
          ))}
        </div>
      ) : (
        <ScrollBox className="timeline" ref={box} aria-label={say('timeline')}>
          <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
            {rows.getVirtualItems().map(({ key, index, start }) => {
              const event = shown[index];
              return (
                event && (
                  <div
                    key={key}
                    data-index={index}
                    ref={rows.measureElement}
                    className="timeline-at"
                    style={{ transform: `translateY(${start}px)` }}
                  >
                    {row(event)}
                  </div>
                )
              );
            })}
          </div>
        </ScrollBox>
      )}
      <p className="faint">{say('eventsShown', { shown: shown.length, count: all.length })}</p>
    </section>
  );
}

/** Everything about a case that has ended, to be kept. */
function ArchiveLink({ id }: { id: string }) {
  const say = useCaseWords();
  const lang = useLanguage();
  return (
    <Button icon={<DownloadOutlined />} href={addressOf('getCaseArchive', { path: { id }, query: { lang } })} download>
      {say('archive')}
    </Button>
  );
}

function wordsOf({ summary, comment, stageTitle, actor, form }: TimelineEvent): string {
  return [summary, comment, stageTitle, actor.name, form === null ? '' : JSON.stringify(form)].join(' ').toLowerCase();
}

/** Whether the page is being printed: then every row is there, not only those in sight. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return printing;
}
