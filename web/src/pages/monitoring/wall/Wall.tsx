import { CaretRightOutlined, PauseOutlined } from '@ant-design/icons';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { useRead } from '../../../api/queries.ts';
import { useFrameWords } from '../../../frame/words.ts';
import { minuteOf } from '../../../parts/days.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { useMe } from '../../../session/session.ts';
import { useSelection } from '../selection.ts';
import { useMonitoringWords } from '../words.ts';
import { usePanels } from './panels.tsx';
import { useRotation } from './rotation.ts';
import './wall.css';

const refreshMs = 60_000;

/** The state of the campaign on a screen in a hall: one thing at a time, large, without anything to click through. */
export function Wall() {
  const say = useMonitoringWords();
  const saying = useFrameWords();
  const navigate = useNavigate();
  const rehearsal = useMe().space === 'rehearsal';
  const [selection] = useSelection();
  const dashboard = useRead('getDashboard', { query: selection }, { refetchInterval: refreshMs });
  const { data, error } = dashboard;
  const panels = usePanels(data, selection, refreshMs);
  const leave = () => void navigate({ pathname: '/dashboard', search: location.search });
  const { at, paused, setPaused } = useRotation(panels.length, leave);
  const panel = panels[at];
  useEffect(() => {
    document.title = `${say('wall')} · 整治`;
  }, [say]);
  return (
    <main className="wall">
      {rehearsal && <p className="wall-rehearsal">{saying('rehearsalBar')}</p>}
      <header>
        <h1>{say('wallTitle')}</h1>
        {data && (
          <p>{error ? say('wallOffline', { at: minuteOf(data.at) }) : say('asOf', { at: minuteOf(data.at) })}</p>
        )}
      </header>
      {panel ? (
        <section key={panel.key} className="wall-panel" aria-live={paused ? 'polite' : 'off'}>
          <h2>{panel.title}</h2>
          {panel.content}
        </section>
      ) : (
        <section className="wall-panel">
          {error ? (
            <Failure problem={error} retry={dashboard.refetch} />
          ) : (
            <p className="wall-wait" aria-busy={!data}>
              {data ? say('wallNothing') : '…'}
            </p>
          )}
        </section>
      )}
      <footer>
        <button type="button" onClick={() => setPaused(!paused)} disabled={panels.length < 2}>
          {paused ? <CaretRightOutlined aria-hidden /> : <PauseOutlined aria-hidden />}{' '}
          {say(paused ? 'wallGo' : 'wallPause')}
        </button>
        <span
          className="wall-dots"
          role="img"
          aria-label={say('wallPanel', { at: at + 1, of: Math.max(1, panels.length) })}
        >
          {panels.map(({ key }, index) => (
            <i key={key} className={index === at ? 'here' : undefined} />
          ))}
        </span>
        <span className="wall-keys">{say('wallKeys')}</span>
        <button type="button" onClick={leave}>
          {say('wallLeave')}
        </button>
      </footer>
    </main>
  );
}
