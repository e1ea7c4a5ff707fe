import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, DatePicker, Empty, Popconfirm } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router';
import { type ApiProblem, call } from '../../../api/client.ts';
import type { PublicationPlan, RankingPublication, RankingPublicationRequest } from '../../../api/operations.ts';
import { useRead } from '../../../api/queries.ts';
import { useToday } from '../../../parts/days.ts';
import { Failure, Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { useMe } from '../../../session/session.ts';
import { PlanOf } from './PlanOf.tsx';
import { PublicationProgress } from './PublicationProgress.tsx';
import type { Ranking } from './RankingStatus.tsx';
import { useRankingWords } from './words.ts';

/** What publishing the newest version would bring about, and then doing it. */
export function Publish({ month, ranking }: { month: string; ranking: Ranking | undefined }) {
  const say = useRankingWords();
  if (!ranking) {
    return (
      <Empty description={say('nothingToPublish')}>
        <Link to={`/rankings/${month}?tab=handIn`}>{say('handIn')}</Link>
      </Empty>
    );
  }
  return (
    <div className="stack">
      {(ranking.published !== null || ranking.status === 'publishing') && <PublicationProgress month={month} />}
      {ranking.status === 'published' ? (
        <Alert type="info" showIcon title={say('upToDate')} />
      ) : ranking.status === 'publishing' ? null : (
        <Planned key={ranking.latest} month={month} version={ranking.latest} />
      )}
    </div>
  );
}

function Planned({ month, version }: { month: string; version: number }) {
  const say = useRankingWords();
  const client = useQueryClient();
  const today = useToday();
  const live = useMe().space === 'live';
  const [publishedOn, setPublishedOn] = useState<string>();
  const [excluded, setExcluded] = useState<Record<string, string>>({});
  const request: RankingPublicationRequest = { version, ...(publishedOn !== undefined && { publishedOn }) };
  const dry = useRead('publishRanking', { path: { month }, query: { dryRun: 'true' }, body: request });
  const publish = useMutation<unknown, ApiProblem>({
    mutationFn: () =>
      call('publishRanking', {
        path: { month },
        body: {
          ...request,
          exclude: Object.entries(excluded).map(([compound, reason]) => ({ compound, reason: reason.trim() })),
        },
      }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['listRankings'] }),
        client.invalidateQueries({ queryKey: ['getRankingPublication'] }),
      ]),
  });
  const plan = dry.data && isPlan(dry.data) ? dry.data : undefined;
  if (dry.error && !plan) return <Failure problem={dry.error} retry={dry.refetch} />;
  if (!plan) return <Loading />;
  const incomplete = Object.values(excluded).some((reason) => reason.trim() === '');
  const entering = plan.entering.length - Object.keys(excluded).length;
  return (
    <section className="stack" aria-labelledby="plan-title">
      <h2 id="plan-title" className="section-title">
        {say('plan')}
      </h2>
      <p className="faint" style={{ margin: 0 }}>
        {say('planLead')} {plan.replaces !== null && say('replaces', { version: plan.replaces })}
      </p>
      <PlanOf plan={plan} excluded={excluded} exclude={setExcluded} />
      {publish.error && <Refused problem={publish.error} retry={() => publish.mutate()} />}
      <div className="toolbar">
        <label htmlFor="published-on">
          {say('publishedOnField')}
          <DatePicker
            id="published-on"
            allowClear={false}
            value={dayjs(plan.publishedOn)}
            {...(live && { maxDate: dayjs(today) })}
            onChange={(day: dayjs.Dayjs | null) => setPublishedOn(day?.format('YYYY-MM-DD'))}
          />
        </label>
        <Popconfirm
          title={say('confirmTitle', { month, version })}
          description={
            <div style={{ maxWidth: 320 }}>
              {say('confirmText', { entering, failing: plan.failing.length, cases: plan.cases.length })}
            </div>
          }
          okText={say('confirm')}
          cancelText={say('cancel')}
          onConfirm={() => publish.mutate()}
        >
          <Button type="primary" loading={publish.isPending} disabled={incomplete || dry.isFetching}>
            {say('publishVersion', { version })}
          </Button>
        </Popconfirm>
        {incomplete && <span className="late">{say('reasonNeeded')}</span>}
      </div>
    </section>
  );
}

function isPlan(answer: PublicationPlan | RankingPublication): answer is PublicationPlan {
  return 'entering' in answer;
}
