import { Empty, Progress, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { When } from '../../../parts/When.tsx';
import { useMay } from '../../../session/session.ts';
import { useFilters } from '../shared/useFilters.ts';
import { ApplicationProgress } from './ApplicationProgress.tsx';
import { Apply } from './Apply.tsx';
import { shareDone } from './shareDone.ts';
import type { Policy } from './values.ts';
import { usePolicyWords } from './words.ts';

type Application = ItemOf<'listPolicyApplications'>;

/** Applying the policy to running cases, and what came of earlier applications. */
export function Applications({ policy }: { policy: Policy }) {
  const say = usePolicyWords();
  const may = useMay();
  const [{ application }, setFilters] = useFilters(['application']);
  const list = usePages('listPolicyApplications', { path: { locality: policy.locality } });
  if (application !== undefined) {
    return (
      <ApplicationProgress locality={policy.locality} id={application} back={() => setFilters({ application: null })} />
    );
  }
  return (
    <div className="panels">
      {may('createPolicyApplication') && <Apply policy={policy} started={(id) => setFilters({ application: id })} />}
      <h2 className="section">{say('applications')}</h2>
      {list.error && list.items.length === 0 ? (
        <Failure problem={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <Loading rows={3} />
      ) : list.items.length === 0 ? (
        <Empty description={say('noApplications')} />
      ) : (
        <>
          <Table<Application>
            size="small"
            rowKey="id"
            dataSource={list.items}
            pagination={false}
            scroll={{ x: 'max-content' }}
            columns={[
              {
                title: say('mode'),
                render: (_, { id, mode, at }) => (
                  <>
                    <Link to={`/policies/${policy.locality}?tab=apply&application=${id}`}>{say(mode)}</Link>
                    <div className="muted">
                      <When at={at} time />
                    </div>
                  </>
                ),
              },
              {
                title: say('state'),
                render: (_, { state, by }) => (
                  <>
                    <Tag>{say(state)}</Tag>
                    <div className="muted">{say('by', { name: by.name })}</div>
                  </>
                ),
              },
              {
                title: say('progress'),
                width: 180,
                render: (_, each) => <Progress percent={shareDone(each)} size="small" aria-label={say('progress')} />,
              },
              { title: say('case'), dataIndex: 'cases', align: 'right' },
            ]}
          />
          <More list={list} />
        </>
      )}
    </div>
  );
}
