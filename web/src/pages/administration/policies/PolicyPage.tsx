import { Breadcrumb, Tabs, Tag } from 'antd';
import { Link, useParams } from 'react-router';
import { useRead, useTagged } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import { useMay, useMe } from '../../../session/session.ts';
import '../administration.css';
import { useFilters } from '../shared/useFilters.ts';
import { Applications } from './Applications.tsx';
import { DraftOfChanges } from './DraftOfChanges.tsx';
import { useDraft } from './draft.ts';
import { Parameters } from './Parameters.tsx';
import { Versions } from './Versions.tsx';
import { usePolicyWords } from './words.ts';

/** What holds in one place, how it came about, and how it is changed. */
export function PolicyPage() {
  const say = usePolicyWords();
  const may = useMay();
  const { space } = useMe();
  const { locality = '' } = useParams();
  const [{ tab = 'parameters' }, setFilters] = useFilters(['tab']);
  const reading = useTagged('getPolicy', { path: { locality } });
  const all = useRead('listPolicies', {});
  const [draft, setDraft] = useDraft(space, locality);
  const titleOf = (name: string) => all.data?.items.find((each) => each.locality === name)?.title ?? name;
  const policy = reading.data?.body;
  if (reading.error && !policy) return <Failure problem={reading.error} retry={reading.refetch} />;
  const drafted = Object.keys(draft).length;
  return (
    <Page
      title={policy?.title ?? titleOf(locality)}
      aside={policy && <Tag>{say(policy.level)}</Tag>}
      lead={
        policy && (
          <>
            <Breadcrumb
              items={[
                { key: 'all', title: <Link to="/policies">{say('back')}</Link> },
                ...policy.chain.map((each) => ({
                  key: each,
                  title: each === locality ? titleOf(each) : <Link to={`/policies/${each}`}>{titleOf(each)}</Link>,
                })),
              ]}
            />
            {say('version')} <code>{policy.version}</code>
          </>
        )
      }
    >
      {policy ? (
        <Tabs
          activeKey={tab}
          onChange={(key) => setFilters({ tab: key === 'parameters' ? null : key })}
          items={[
            {
              key: 'parameters',
              label: say('parameters'),
              children: <Parameters policy={policy} titleOf={titleOf} draft={draft} setDraft={setDraft} />,
            },
            ...(may('previewPolicy')
              ? [
                  {
                    key: 'draft',
                    label: drafted === 0 ? say('draft') : say('draftCount', { count: drafted }),
                    children: (
                      <DraftOfChanges
                        policy={policy}
                        etag={reading.data?.etag}
                        reread={reading.refetch}
                        titleOf={titleOf}
                        draft={draft}
                        setDraft={setDraft}
                      />
                    ),
                  },
                ]
              : []),
            {
              key: 'versions',
              label: say('versions'),
              children: <Versions locality={locality} titleOf={titleOf} policy={policy} />,
            },
            ...(may('listPolicyApplications')
              ? [{ key: 'apply', label: say('apply'), children: <Applications policy={policy} /> }]
              : []),
          ]}
        />
      ) : (
        <Loading rows={12} />
      )}
    </Page>
  );
}
