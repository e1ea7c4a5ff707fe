import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Popconfirm, Table, Tag } from 'antd';
import { type FormEvent, useState } from 'react';
import { type Answer, ApiProblem, addressOf, call } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Failure, Refused } from '../../../parts/Failure.tsx';
import { SchemaForm } from '../../../parts/form/SchemaForm.tsx';
import { type FormValue, fromHundredths, type Schema } from '../../../parts/form/schema.ts';
import { Loading } from '../../../parts/Loading.tsx';
import { useAct } from '../../../parts/useAct.ts';
import type { Case } from '../CasePage.tsx';
import { useVoteWords } from './voteWords.ts';

type Vote = Answer<'getVote'>;

/** The owners' votes of a case: terms, turnout, papers, the count. */
export function Votes({ view, visits }: { view: Case; visits: readonly string[] }) {
  return visits.map((visit) => <OneVote key={visit} view={view} visit={visit} />);
}

function OneVote({ view, visit }: { view: Case; visit: string }) {
  const say = useVoteWords();
  const path = { id: view.id, visit };
  const found = useRead('getVote', { path });
  if (found.error) return <Failure problem={found.error} retry={found.refetch} />;
  if (!found.data) return <Loading rows={4} />;
  const vote = found.data;
  const { turnout, counting } = vote;
  return (
    <Card
      size="small"
      className="vote"
      title={
        <h3>
          {vote.title} <Tag>{say(`box_${vote.box}`)}</Tag>
        </h3>
      }
      extra={
        vote.box === 'closed' && (
          <a href={addressOf('getVoteResultPage', { path })} target="_blank" rel="noreferrer">
            {say('result')}
          </a>
        )
      }
    >
      <dl className="cover">
        <dt>{say('time')}</dt>
        <dd>
          {vote.votingFrom ?? '…'} – {vote.votingUntil ?? '…'}
          {vote.extended && ` · ${say('extended')}`}
        </dd>
        <dt>{say('roll')}</dt>
        <dd>{vote.roll ?? '—'}</dd>
        <dt>{say('questions')}</dt>
        <dd>
          <ol>
            {vote.items.map(({ id, title, rule }) => (
              <li key={id}>
                {title} <span className="faint">{say(rule)}</span>
              </li>
            ))}
          </ol>
        </dd>
      </dl>
      {turnout && (
        <Table
          size="small"
          pagination={false}
          rowKey="key"
          dataSource={[
            {
              key: 'heads',
              title: say('heads'),
              cast: String(turnout.participating.heads),
              total: String(turnout.total.heads),
              share: turnout.headsPercent,
            },
            {
              key: 'area',
              title: say('area'),
              cast: fromHundredths(turnout.participating.area),
              total: fromHundredths(turnout.total.area),
              share: turnout.areaPercent,
            },
          ]}
          columns={[
            { title: say('turnout'), dataIndex: 'title' },
            { title: say('takingPart'), dataIndex: 'cast', align: 'right' },
            { title: say('inAll'), dataIndex: 'total', align: 'right' },
            { title: say('share'), dataIndex: 'share', align: 'right' },
          ]}
        />
      )}
      {counting && (
        <p className="faint">
          {say('counting', {
            valid: counting.valid,
            entered: counting.entered,
            differs: counting.differs,
            invalid: counting.invalid,
          })}
        </p>
      )}
      {counting && vote.box === 'open' && (
        <>
          <EnterBallot vote={vote} path={path} />
          <Count path={path} unsettled={counting.entered + counting.differs} />
        </>
      )}
    </Card>
  );
}

interface Path {
  id: string;
  visit: string;
}

/** A paper as one person reads it; it counts once a second has read the same. */
function EnterBallot({ vote, path }: { vote: Vote; path: Path }) {
  const say = useVoteWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form, setForm] = useState<FormValue>({});
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const choice = (title: string): Schema => ({
    type: 'string',
    label: title,
    enum: ['yes', 'no', 'abstain'],
    options: { yes: say('yes'), no: say('no'), abstain: say('abstain') },
  });
  const schema: Schema = {
    type: 'object',
    properties: {
      unit: { type: 'string', label: say('unit'), help: say('unitHelp'), maxLength: 40 },
      ...Object.fromEntries(vote.items.map(({ id, title }) => [`choice ${id}`, choice(title)])),
      invalid: { type: 'string', label: say('invalid'), help: say('invalidHelp'), maxLength: 200 },
    },
    required: ['unit', ...vote.items.map(({ id }) => `choice ${id}`)],
  };
  const enter = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const invalid =
        typeof form['invalid'] === 'string' && form['invalid'].trim() !== '' ? form['invalid'] : undefined;
      const choices = Object.fromEntries(
        vote.items.flatMap(({ id }) => {
          const chosen = form[`choice ${id}`];
          return chosen === undefined ? [] : [[id, chosen as 'yes']];
        }),
      );
      const reading = invalid === undefined ? { choices } : { invalid };
      const unit = typeof form['unit'] === 'string' ? form['unit'].trim() : '';
      const ballot = await call('enterBallot', { path, body: { unit, ...reading } });
      void message.success(say(`ballot_${ballot.state}`, { unit: ballot.unit }));
      setForm({});
      await client.invalidateQueries({ queryKey: ['getVote'] });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const errors = Object.fromEntries((problem?.errors ?? []).map(({ pointer, detail }) => [pointer, detail]));
  return (
    <form className="decide" onSubmit={(event) => void enter(event)}>
      <h3>{say('enter')}</h3>
      <p className="faint">{say('enterHint')}</p>
      <SchemaForm schema={schema} value={form} onChange={setForm} pointer="" errors={errors} />
      {problem && <Refused problem={problem} />}
      <Button htmlType="submit" loading={busy}>
        {say('enter')}
      </Button>
    </form>
  );
}

function Count({ path, unsettled }: { path: Path; unsettled: number }) {
  const say = useVoteWords();
  const act = useAct('countVote', `${path.id}|${path.visit}`);
  return (
    <div className="decide-bar">
      {act.error && <Refused problem={act.error} />}
      <Popconfirm
        title={unsettled > 0 ? say('countUnsettled', { count: unsettled }) : say('countSure')}
        onConfirm={() => act.mutate({ path, body: unsettled > 0 ? { leaveOutUnsettled: true } : {} })}
      >
        <Button type="primary" loading={act.isPending}>
          {say('count')}
        </Button>
      </Popconfirm>
    </div>
  );
}
