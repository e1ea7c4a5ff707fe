import { Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useFrameWords } from './words.ts';

/** Keys that work everywhere but in a field: `/` searches, `g` and a letter goes, `?` helps. */
export function Keyboard() {
  const say = useFrameWords();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const going = useRef(false);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement | null;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (target?.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]')) return;
      const { key } = event;
      const to = going.current ? ({ i: '/inbox', c: '/cases' } as Record<string, string>)[key] : undefined;
      going.current = key === 'g';
      if (to !== undefined) void navigate(to);
      else if (key === '?') setOpen(true);
      else if (key === '/') {
        event.preventDefault();
        document.querySelector<HTMLInputElement>('.topbar input')?.focus();
      }
    };
    const show = () => setOpen(true);
    window.addEventListener('keydown', press);
    window.addEventListener('zhengzhi:keyboard', show);
    return () => {
      window.removeEventListener('keydown', press);
      window.removeEventListener('zhengzhi:keyboard', show);
    };
  }, [navigate]);

  const rows: [string, string][] = [
    ['/', say('keySearch')],
    [`g ${say('keyThen')} i`, say('keyInbox')],
    [`g ${say('keyThen')} c`, say('keyCases')],
    ['?', say('keyHelp')],
  ];
  return (
    <Modal open={open} onCancel={() => setOpen(false)} footer={null} title={say('keyboard')} width={420}>
      <dl className="keys">
        {rows.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
