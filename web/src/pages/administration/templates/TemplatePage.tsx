import { Card, Tabs, Tag } from 'antd';
import { Link, useParams } from 'react-router';
import type { Answer } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Facts } from '../../../parts/Facts.tsx';
import { Failure } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { Page } from '../../../parts/Page.tsx';
import { useLanguage } from '../../../words/words.ts';
import '../administration.css';
import './templates.css';
import { useTemplateWords } from './words.ts';

type Template = Answer<'getDocumentTemplate'>;

/** One template: what produces it, its markup in both languages, and the versions that documents keep. */
export function TemplatePage() {
  const say = useTemplateWords();
  const { id = '' } = useParams();
  const reading = useRead('getDocumentTemplate', { path: { id } }, { retry: false });
  if (reading.error && !reading.data) return <Failure problem={reading.error} retry={reading.refetch} />;
  const template = reading.data;
  return (
    <Page
      title={template?.title ?? id}
      aside={template && <Tag>{say(template.kind)}</Tag>}
      lead={
        <>
          <Link to="/templates">{say('back')}</Link>
          {template && ` · ${say('codeOf', { code: template.code })} · ${template.source}`}
        </>
      }
    >
      {template ? <Shown template={template} /> : <Loading rows={12} />}
    </Page>
  );
}

function Shown({ template: { uses, body, terms, versions } }: { template: Template }) {
  const say = useTemplateWords();
  const language = useLanguage();
  return (
    <div className="panels">
      <Card size="small" title={say('uses')}>
        {uses.length === 0 && <span className="muted">{say('unused')}</span>}
        <ul className="plain-list">
          {uses.map(({ procedure, procedureTitle, stage, stageTitle, by }) => (
            <li key={`${procedure} ${stage} ${by}`}>
              <Link to={`/procedures/${procedure}#stage-${stage}`}>{procedureTitle}</Link> · {stageTitle} · {by}
            </li>
          ))}
        </ul>
      </Card>
      <Card size="small" title={say('markup')}>
        <Tabs
          defaultActiveKey={language}
          items={(['zh', 'en'] as const).map((key) => ({
            key,
            label: say(key),
            children: <pre className="markup">{body[key]}</pre>,
          }))}
        />
      </Card>
      {Object.keys(terms).length > 0 && (
        <Card size="small" title={say('terms')}>
          <Facts facts={Object.entries(terms).map(([name, word]) => ({ name, value: word[language] }))} />
        </Card>
      )}
      <Card size="small" title={say('versions')}>
        <ul className="plain-list">
          {versions.map(({ hash, version, documents, current }) => (
            <li key={hash}>
              {say('versionOf', { version })} {current && <Tag color="green">{say('current')}</Tag>}
              {say('documents', { count: documents })} <code className="muted">{hash.slice(0, 16)}</code>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}
