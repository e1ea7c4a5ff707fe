import { Button, Empty, Input } from 'antd';
import { minuteOf } from '../../../parts/days.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { Field } from '../../../parts/form/Field.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { useAct } from '../../../parts/useAct.ts';
import { useDraft } from '../../../parts/useDraft.ts';
import type { Case } from '../CasePage.tsx';
import { type Attached, Evidence } from '../decision/Evidence.tsx';
import { nameOf } from '../timeline/nameOf.ts';
import { useTimeline } from '../timeline/useTimeline.ts';
import { useCaseWords } from '../words.ts';

/** What people have said beside their decisions; and a place to say more, or to hand in files. */
export function Comments({ view }: { view: Case }) {
  const say = useCaseWords();
  const { id, permitted } = view;
  const timeline = useTimeline(id);
  const [text, setText, clear] = useDraft(`comment|${id}`, '');
  const [files, setFiles] = useDraft<Attached[]>(`files|${id}`, []);
  const act = useAct('commentCase', id, clear);
  const comments = (timeline.data ?? []).filter(({ type }) => type === 'commented').reverse();
  return (
    <>
      {permitted.includes('comment') && (
        <form
          className="decide no-print"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') act.mutate({ path: { id }, body: { text: text.trim() } });
          }}
        >
          <Field id="new-comment" label={say('newComment')} help={say('newCommentHelp')} required>
            <Input.TextArea
              id="new-comment"
              autoSize={{ minRows: 2, maxRows: 8 }}
              maxLength={4000}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          </Field>
          {act.error && <Refused problem={act.error} />}
          <Button htmlType="submit" loading={act.isPending} disabled={text.trim() === ''}>
            {say('commentCase')}
          </Button>
        </form>
      )}
      {permitted.includes('attachEvidence') && <Evidence id={id} attached={files} onChange={setFiles} />}
      {timeline.data === undefined ? (
        <Loading rows={3} />
      ) : comments.length === 0 ? (
        <Empty description={say('noComments')} />
      ) : (
        <ul className="lines">
          {comments.map(({ seq, at, actor, comment }) => (
            <li key={seq}>
              <span className="faint">
                {minuteOf(at)} · {nameOf(actor, say)}
                {actor.officeTitle !== null && ` · ${actor.officeTitle}`}
              </span>
              <p className="long">{comment ?? say('textErased')}</p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
