import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { ApiProblem, call } from '../../../../api/client.ts';
import { Refused } from '../../../../parts/Failure.tsx';
import { check, type FieldErrors } from '../../../../parts/form/check.ts';
import { focusField } from '../../../../parts/form/focusField.ts';
import { SchemaForm } from '../../../../parts/form/SchemaForm.tsx';
import { type FormValue, type Schema, tidy } from '../../../../parts/form/schema.ts';
import { useFormWords } from '../../../../parts/form/words.ts';
import { useVoteWords } from '../voteWords.ts';
import type { Vote, VotePath } from './vote.ts';

type Choices = Record<string, 'yes' | 'no' | 'abstain'>;

/** A paper as one person reads it; it counts once a second has read the same. */
export function EnterBallot({ vote, path }: { vote: Vote; path: VotePath }) {
  const say = useVoteWords();
  const sayForm = useFormWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form, setForm] = useState<FormValue>({ paper: 'valid' });
  const [found, setFound] = useState<FieldErrors>({});
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const isVoid = form['paper'] === 'void';
  const answers = { yes: say('yes'), no: say('no'), abstain: say('abstain') };
  const choice = (title: string): Schema => ({
    type: 'string',
    label: title,
    enum: Object.keys(answers),
    options: answers,
  });
  const choices: Schema = {
    type: 'object',
    label: say('questions'),
    properties: Object.fromEntries(vote.items.map(({ id, title }) => [id, choice(title)])),
    required: vote.items.map(({ id }) => id),
  };
  const schema: Schema = {
    type: 'object',
    properties: {
      unit: { type: 'string', label: say('unit'), help: say('unitHelp'), maxLength: 40 },
      paper: {
        type: 'string',
        label: say('paper'),
        enum: ['valid', 'void'],
        options: { valid: say('paper_valid'), void: say('paper_void') },
      },
      ...(isVoid
        ? { invalid: { type: 'string', label: say('invalid'), help: say('invalidHelp'), maxLength: 200 } }
        : { choices }),
      castOn: { type: 'string', format: 'date', label: say('castOn'), help: say('castOnHelp') },
    },
    required: ['unit', 'paper', isVoid ? 'invalid' : 'choices'],
  };
  const enter = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(undefined);
    const wrong = check(schema, form, '', sayForm);
    setFound(wrong);
    const [first] = Object.keys(wrong);
    if (first !== undefined) {
      focusField(first);
      return;
    }
    setBusy(true);
    try {
      const filled = tidy(form) as { unit: string; castOn?: string; invalid?: string; choices?: Choices };
      const { unit, castOn, invalid = '', choices: marked = {} } = filled;
      const reading = isVoid ? { invalid } : { choices: marked };
      const ballot = await call('enterBallot', { path, body: { unit, ...(castOn && { castOn }), ...reading } });
      void message.success(say(`ballot_${ballot.state}`, { unit: ballot.unit }));
      setForm({ paper: 'valid' });
      focusField('/unit');
      await client.invalidateQueries({ queryKey: ['getVote'] });
      await client.invalidateQueries({ queryKey: ['listBallots'] });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const refused = Object.fromEntries((problem?.errors ?? []).map(({ pointer, detail }) => [pointer, detail]));
  return (
    <form className="decide" noValidate aria-label={say('enter')} onSubmit={(event) => void enter(event)}>
      <h3>{say('enter')}</h3>
      <p className="faint">{say('enterHint')}</p>
      <SchemaForm
        schema={schema}
        value={form}
        onChange={(next) => {
          setFound({});
          setForm(next);
        }}
        pointer=""
        errors={{ ...found, ...refused }}
      />
      {problem && Object.keys(refused).length === 0 && <Refused problem={problem} />}
      <Button htmlType="submit" loading={busy}>
        {say('enter')}
      </Button>
    </form>
  );
}
