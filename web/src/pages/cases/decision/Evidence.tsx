import { CameraOutlined, CloseOutlined, DeleteOutlined, FileOutlined, InboxOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../../api/client.ts';
import { uploadEvidence } from '../../../api/upload.ts';
import { useFormWords } from '../../../parts/form/words.ts';
import { usePartWords } from '../../../parts/words.ts';
import { useCaseWords } from '../words.ts';

/** A file that is attached to the case already. */
export interface Attached {
  id: string;
  name: string;
  size: number;
}

interface Props {
  id: string;
  /** The task it belongs to; absent: the case. */
  stage?: string;
  attached: readonly Attached[];
  onChange: (attached: Attached[]) => void;
  /** Files that must come with the decision. */
  needed?: number;
  error?: string | undefined;
}

interface Sending {
  key: string;
  file: File;
  percent: number;
  problem?: ApiProblem;
}

const accepted = '.jpg,.jpeg,.png,.webp,.heic,.heif,.pdf,.docx,.xlsx,.pptx,.mp4,.txt,.csv';

/** Evidence: dropped, chosen, or taken with the camera; attached to the case at once, cited by what is being filled in. */
export function Evidence({ id, stage, attached, onChange, needed = 0, error }: Props) {
  const say = useCaseWords();
  const sayForm = useFormWords();
  const sayPart = usePartWords();
  const [sending, setSending] = useState<Sending[]>([]);
  const [over, setOver] = useState(false);
  const known = useRef(attached);
  useEffect(() => {
    known.current = attached;
  }, [attached]);

  const update = (key: string, change: Partial<Sending>) =>
    setSending((all) => all.map((each) => (each.key === key ? { ...each, ...change } : each)));
  const send = async ({ key, file }: Pick<Sending, 'key' | 'file'>) => {
    try {
      const done = await uploadEvidence({
        file,
        id,
        stage,
        idempotencyKey: key,
        progress: (percent) => update(key, { percent }),
      });
      known.current = [...known.current, { id: done.id, name: done.name, size: done.size }];
      onChange([...known.current]);
      setSending((all) => all.filter((each) => each.key !== key));
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      update(key, { problem });
    }
  };
  const add = (files: FileList | null) => {
    const added = [...(files ?? [])].map((file) => ({ key: crypto.randomUUID(), file, percent: 0 }));
    setSending((all) => [...all, ...added]);
    for (const each of added) void send(each);
  };

  const again = (each: Sending) => {
    setSending((all) =>
      all.map(({ problem: _, ...other }) => (other.key === each.key ? { ...other, percent: 0 } : other)),
    );
    void send(each);
  };
  const zone = useDropZone(add, setOver);

  return (
    <section className={over ? 'evidence evidence-over' : 'evidence'} aria-label={say('evidence')} ref={zone}>
      <p className="form-label">
        {say('evidence')}
        {needed === 0 && <span className="faint"> · {sayForm('optional')}</span>}
      </p>
      <p className="form-help">{needed > 0 ? say('evidenceNeeded', { count: needed }) : say('evidenceHelp')}</p>
      <div className="evidence-ways">
        <Chooser icon={<InboxOutlined />} label={say('chooseFiles')} chosen={add} multiple />
        <Chooser icon={<CameraOutlined />} label={say('takePhoto')} chosen={add} camera />
        <span className="faint evidence-drag">{say('dropHere')}</span>
      </div>
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
      <ul className="files">
        {attached.map((each) => (
          <li key={each.id}>
            <FileOutlined aria-hidden />
            <a href={`/api/v1/cases/${encodeURIComponent(id)}/evidence/${each.id}`} download={each.name}>
              {each.name}
            </a>
            <span className="faint">{sizeOf(each.size)}</span>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={say('doNotCite', { name: each.name })}
              title={say('doNotCite', { name: each.name })}
              onClick={() => onChange(attached.filter(({ id: other }) => other !== each.id))}
            />
          </li>
        ))}
        {sending.map((each) => (
          <li key={each.key}>
            <Preview file={each.file} />
            <span className="file-name">{each.file.name}</span>
            {each.problem ? (
              <>
                <span className="form-error" role="alert">
                  {reasonOf(each.problem)}
                </span>
                {(each.problem.status === 0 || each.problem.status >= 500) && (
                  <Button size="small" onClick={() => again(each)}>
                    {sayPart('retry')}
                  </Button>
                )}
                <Button
                  type="text"
                  size="small"
                  icon={<CloseOutlined />}
                  aria-label={say('dismiss', { name: each.file.name })}
                  title={say('dismiss', { name: each.file.name })}
                  onClick={() => setSending((all) => all.filter(({ key }) => key !== each.key))}
                />
              </>
            ) : (
              <Progress percent={each.percent} size="small" aria-label={each.file.name} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Why a file was refused, in a line. */
function reasonOf({ errors, message, title }: ApiProblem): string {
  return errors.map(({ detail }) => detail).join('；') || message || title;
}

/** Takes files that are dropped on the element it is given to. */
function useDropZone(dropped: (files: FileList | null) => void, over: (is: boolean) => void) {
  const zone = useRef<HTMLElement>(null);
  const latest = useRef({ dropped, over });
  useEffect(() => {
    latest.current = { dropped, over };
  });
  useEffect(() => {
    const element = zone.current;
    const enter = (event: DragEvent) => {
      event.preventDefault();
      latest.current.over(true);
    };
    const leave = () => latest.current.over(false);
    const drop = (event: DragEvent) => {
      event.preventDefault();
      latest.current.over(false);
      latest.current.dropped(event.dataTransfer?.files ?? null);
    };
    // A file that misses the zone would be opened in place of the page, and what was filled in be gone.
    const miss = (event: DragEvent) => event.preventDefault();
    window.addEventListener('dragover', miss);
    window.addEventListener('drop', miss);
    element?.addEventListener('dragover', enter);
    element?.addEventListener('dragleave', leave);
    element?.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', miss);
      window.removeEventListener('drop', miss);
      element?.removeEventListener('dragover', enter);
      element?.removeEventListener('dragleave', leave);
      element?.removeEventListener('drop', drop);
    };
  }, []);
  return zone;
}

interface ChooserProps {
  icon: ReactNode;
  label: string;
  chosen: (files: FileList | null) => void;
  multiple?: boolean;
  camera?: boolean;
}

/** A button that opens the system's choice of files, or its camera. */
function Chooser({ icon, label, chosen, multiple = false, camera = false }: ChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={icon} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        multiple={multiple}
        accept={camera ? 'image/*' : accepted}
        {...(camera && { capture: 'environment' as const })}
        onChange={({ target }) => {
          chosen(target.files);
          target.value = '';
        }}
      />
    </>
  );
}

/** The picture that is being sent, as far as it is one. */
function Preview({ file }: { file: File }) {
  const isPicture = /^image\/(jpeg|png|webp)$/.test(file.type);
  const [address] = useState(() => (isPicture ? URL.createObjectURL(file) : undefined));
  if (address === undefined) return <FileOutlined aria-hidden />;
  return <img className="thumb" alt="" src={address} onLoad={() => URL.revokeObjectURL(address)} />;
}

/** 1.2 MB. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
