import { Card, Empty, Table, Tag } from 'antd';
import { type ItemOf, usePages } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { More } from '../../../parts/More.tsx';
import { When } from '../../../parts/When.tsx';
import { type Policy, parameterOf, useSayValue } from './values.ts';
import { usePolicyWords } from './words.ts';

type Version = ItemOf<'listPolicyVersions'>;
type Stated = Version['changes'][number]['before'];

interface Props {
  locality: string;
  policy: Policy;
  titleOf: (locality: string) => string;
}

/** Each change with before and after, by whom and why; newest first. */
export function Versions({ locality, policy, titleOf }: Props) {
  const say = usePolicyWords();
  const list = usePages('listPolicyVersions', { path: { locality } });
  if (list.error && list.items.length === 0) return <Failure problem={list.error} retry={list.refetch} />;
  if (list.isPending) return <Loading />;
  if (list.items.length === 0) return <Empty description={say('noVersions')} />;
  return (
    <div className="panels">
      {list.items.map((version) => (
        <OneVersion key={version.change} version={version} policy={policy} titleOf={titleOf} />
      ))}
      <More list={list} />
    </div>
  );
}

function OneVersion({ version, policy, titleOf }: { version: Version } & Omit<Props, 'locality'>) {
  const say = usePolicyWords();
  const sayValue = useSayValue();
  const { change, locality, from, to, by, at, reason, changes } = version;
  const shown = (parameter: string, stated: Stated) => {
    if (stated === null) return '—';
    const unit = parameterOf(policy, parameter)?.unit ?? 'text';
    return (
      <>
        <strong className="long">{sayValue(stated.value, unit)}</strong>
        <div className="muted long">
          {stated.source} · {titleOf(stated.from)}
        </div>
        {stated.note !== undefined && <div className="muted long">{stated.note}</div>}
      </>
    );
  };
  return (
    <Card
      size="small"
      title={
        <>
          {say('changedIn', { count: change })} <When at={at} time />{' '}
          <span className="muted">{say('by', { name: by.name })}</span>
        </>
      }
      extra={
        from === to ? (
          <Tag>{say('noValueChanged')}</Tag>
        ) : (
          <code>
            {from.slice(0, 8)} → {to.slice(0, 8)}
          </code>
        )
      }
    >
      <p className="long">{reason}</p>
      {locality !== policy.locality && <p className="muted">{say('ofLocality', { name: titleOf(locality) })}</p>}
      <Table<Version['changes'][number]>
        size="small"
        rowKey="parameter"
        pagination={false}
        dataSource={changes}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: say('parameter'),
            render: (_, { parameter, title }) => (
              <>
                {title}
                <div className="muted">
                  <code>{parameter}</code>
                </div>
              </>
            ),
          },
          { title: say('before'), render: (_, { parameter, before }) => shown(parameter, before) },
          { title: say('after'), render: (_, { parameter, after }) => shown(parameter, after) },
        ]}
      />
    </Card>
  );
}
