import { Alert, Button, Input, Popconfirm, Typography } from 'antd';
import { useState } from 'react';
import type { Answer } from '../../../../api/client.ts';
import { saveCsv } from '../../../../parts/csv.ts';
import { Refused } from '../../../../parts/Failure.tsx';
import { SchemaForm } from '../../../../parts/form/SchemaForm.tsx';
import type { FormValue, Schema } from '../../../../parts/form/schema.ts';
import { useAct } from '../../../../parts/useAct.ts';
import { useVoteWords } from '../voteWords.ts';
import type { Vote, VotePath } from './vote.ts';

/** Ballots cast at an address: what the questions are called there, and the one-time codes that are handed out. */
export function OnlineVoting({ vote, path }: { vote: Vote; path: VotePath }) {
  const say = useVoteWords();
  const begun = (vote.counting?.codes ?? 0) > 0 || (vote.counting?.valid ?? 0) > 0;
  return (
    <section aria-label={say('online')}>
      <h3>{say('online')}</h3>
      {vote.counting?.address && (
        <p>
          {say('address')} <Typography.Text copyable>{vote.counting.address}</Typography.Text>
        </p>
      )}
      {!begun && <Wordings vote={vote} path={path} />}
      <Codes vote={vote} path={path} />
    </section>
  );
}

/** Until the first code is out: what stands on the ballot. */
function Wordings({ vote, path }: { vote: Vote; path: VotePath }) {
  const say = useVoteWords();
  const [form, setForm] = useState<FormValue>(() =>
    Object.fromEntries(vote.items.map(({ id, title }) => [id, { zh: title }])),
  );
  const word = useAct('wordBallotQuestions', `${path.id}|${path.visit}`);
  const schema: Schema = {
    type: 'object',
    properties: Object.fromEntries(
      vote.items.map(({ id, title }) => [
        id,
        {
          type: 'object',
          label: title,
          properties: {
            zh: { type: 'string', label: say('inChinese'), maxLength: 300 },
            en: { type: 'string', label: say('inEnglish'), maxLength: 300 },
          },
          required: ['zh'],
        },
      ]),
    ),
    required: vote.items.map(({ id }) => id),
  };
  const errors = Object.fromEntries(
    (word.error?.errors ?? []).map(({ pointer, detail }) => [pointer.replace('/wordings', ''), detail]),
  );
  return (
    <form
      className="decide"
      noValidate
      aria-label={say('wordings')}
      onSubmit={(event) => {
        event.preventDefault();
        word.mutate({ path, body: { wordings: form as Record<string, { zh: string }> } });
      }}
    >
      <p className="faint">{say('wordingsHint')}</p>
      <SchemaForm schema={schema} value={form} onChange={setForm} pointer="" errors={errors} />
      {word.error && word.error.errors.length === 0 && <Refused problem={word.error} />}
      {word.isSuccess && <Alert type="success" showIcon title={say('worded')} />}
      <Button htmlType="submit" loading={word.isPending}>
        {say('wordings')}
      </Button>
    </form>
  );
}

function Codes({ vote, path }: { vote: Vote; path: VotePath }) {
  const say = useVoteWords();
  const [unit, setUnit] = useState('');
  const [issued, setIssued] = useState<Answer<'issueBallotCodes'>>();
  const save = ({ address, items }: Answer<'issueBallotCodes'>) =>
    saveCsv(say('codesFile'), [
      [say('unit'), say('code'), say('address')],
      ...items.map(({ units, code }) => [units.join(' '), code, address]),
    ]);
  const issue = useAct('issueBallotCodes', `${path.id}|${path.visit}`, (answer) => {
    setIssued(answer);
    setUnit('');
    if (answer.items.length > 0) save(answer);
  });
  return (
    <>
      <p className="faint">{say('codesHint', { count: vote.counting?.codes ?? 0 })}</p>
      <div className="codes-bar">
        <Popconfirm title={say('issueSure')} onConfirm={() => issue.mutate({ path, body: {} })}>
          <Button loading={issue.isPending}>{say('issue')}</Button>
        </Popconfirm>
        <Input
          aria-label={say('lostUnit')}
          placeholder={say('lostUnit')}
          value={unit}
          onChange={({ target }) => setUnit(target.value)}
        />
        <Button
          disabled={unit.trim() === ''}
          loading={issue.isPending}
          onClick={() => issue.mutate({ path, body: { units: [unit.trim()] } })}
        >
          {say('issueAnother')}
        </Button>
      </div>
      {issue.error && <Refused problem={issue.error} />}
      {issued && (
        <Alert
          type={issued.items.length > 0 ? 'success' : 'info'}
          showIcon
          title={issued.items.length > 0 ? say('issued', { count: issued.items.length }) : say('noneIssued')}
          description={issued.items.length > 0 ? say('issuedOnce') : undefined}
          action={
            issued.items.length > 0 && (
              <Button size="small" onClick={() => save(issued)}>
                {say('saveCodes')}
              </Button>
            )
          }
        />
      )}
    </>
  );
}
