import { useMutation } from '@tanstack/react-query';
import { Button, Progress, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { type ApiProblem, call } from '../../../api/client.ts';
import type { RankingPublication } from '../../../api/operations.ts';
import { useRead } from '../../../api/queries.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { useMay } from '../../../session/session.ts';
import { useRankingWords } from './words.ts';

type Tally = RankingPublication['figures'];

/** What the last publication has brought about so far. */
export function PublicationProgress({ month }: { month: string }) {
  const say = useRankingWords();
  const may = useMay();
  const found = useRead('getRankingPublication', { path: { month } }, { refetchInterval: 2000 });
  const again = useMutation<unknown, ApiProblem, RankingPublication>({
    mutationFn: ({ version, publishedOn }) =>
      call('publishRanking', { path: { month }, body: { version, publishedOn } }),
    onSuccess: () => found.refetch(),
  });
  if (found.error && !found.data) return found.error.status === 404 ? null : <Refused problem={found.error} />;
  if (!found.data) return <Loading rows={2} />;
  const { status, figures, inclusions, entered, troubled, excluded, version, publishedOn } = found.data;
  const failed = figures.failed + inclusions.failed;
  return (
    <section className="stack" aria-labelledby="publication-title">
      <h2 id="publication-title" className="section-title">
        {say('progress')} · {say('versionN', { version })} · {publishedOn}{' '}
        <Tag color={status === 'done' ? 'green' : 'blue'}>{say(status)}</Tag>
      </h2>
      <Bar name={say('casesDone')} tally={figures} />
      <Bar name={say('inclusionsDone')} tally={inclusions} />
      {entered.length + troubled.length > 0 && (
        <Table<RankingPublication['entered'][number]>
          size="small"
          rowKey={({ compound, case: id }) => `${compound}|${id}`}
          dataSource={[
            ...entered,
            ...troubled.filter(({ compound }) => !entered.some((each) => each.compound === compound)),
          ]}
          pagination={false}
          scroll={{ x: 'max-content' }}
          columns={[
            { title: say('compound'), dataIndex: 'name' },
            { title: say('status'), render: (_, { state }) => say(stateWords[state]) },
            {
              title: say('case'),
              render: (_, { case: id }) =>
                id === null ? '–' : <Link to={`/cases/${encodeURIComponent(id)}`}>{id}</Link>,
            },
            { title: say('reason'), render: (_, { detail }) => <span className="wrap">{detail}</span> },
          ]}
        />
      )}
      {excluded.length > 0 && (
        <div>
          <strong>{say('excluded')}</strong>
          <ul>
            {excluded.map(({ compound, name, reason }) => (
              <li key={compound} className="long">
                {name}：{reason}
              </li>
            ))}
          </ul>
        </div>
      )}
      {again.error && <Refused problem={again.error} />}
      {failed > 0 && status === 'done' && may('publishRanking') && (
        <div>
          <Button loading={again.isPending} onClick={() => found.data && again.mutate(found.data)}>
            {say('again')}
          </Button>
        </div>
      )}
    </section>
  );
}

const stateWords = { pending: 'pending', done: 'done', skipped: 'skippedState', failed: 'failedState' } as const;

function Bar({ name, tally: { pending, done, skipped, failed } }: { name: string; tally: Tally }) {
  const say = useRankingWords();
  const all = pending + done + skipped + failed;
  if (all === 0) return null;
  return (
    <div>
      {name} · <span className="num">{say('of', { done, all })}</span>
      {skipped > 0 && ` · ${say('skipped', { count: skipped })}`}
      {failed > 0 && <span className="late"> · {say('failed', { count: failed })}</span>}
      <Progress
        percent={Math.round(((all - pending) / all) * 100)}
        size="small"
        aria-label={name}
        status={failed > 0 ? 'exception' : pending > 0 ? 'active' : 'success'}
      />
    </div>
  );
}
