import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Collapse, Tag } from 'antd';
import { Link } from 'react-router';
import { type Answer, call } from '../../../api/client.ts';
import { Facts } from '../../../parts/Facts.tsx';
import { FileImport } from '../../../parts/files/FileImport.tsx';
import { RowErrors } from '../../../parts/files/RowErrors.tsx';
import { TemplateLinks } from '../../../parts/files/TemplateLinks.tsx';
import { formOf, useFileImport } from '../../../parts/files/useFileImport.ts';
import { useCount } from '../shared/text.ts';
import { useRankingWords } from './words.ts';

type Report = Answer<'uploadRanking'>;

/** From a file to a version of the month: a dry run first, with everything that is wrong. */
export function HandIn({ month }: { month: string }) {
  const say = useRankingWords();
  const client = useQueryClient();
  const coming = useFileImport<Report>({
    send: (chosen, dryRun) =>
      call('uploadRanking', { query: dryRun ? { month, dryRun: 'true' } : { month } }, { upload: formOf(chosen) }),
    written: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['listRankings'] }),
        client.invalidateQueries({ queryKey: ['getRanking'] }),
      ]),
  });
  const { report, done: kept, checking, writing, write } = coming;
  return (
    <div className="stack">
      <p className="faint" style={{ margin: 0 }}>
        {say('choose')} <TemplateLinks operation="getRankingTemplate" />
      </p>
      <FileImport of={coming}>{report && !checking && <ReportOf report={report} />}</FileImport>
      {kept ? (
        <Alert
          type="success"
          showIcon
          role="status"
          title={say(kept.stored === 'same' ? 'same' : 'committed', { version: kept.version ?? 0 })}
          action={<Link to={`/rankings/${month}?tab=publish`}>{say('goPublish')}</Link>}
        />
      ) : (
        report &&
        report.errorCount === 0 &&
        !checking && (
          <div className="toolbar">
            <Button type="primary" loading={writing} onClick={write}>
              {say('commit')}
            </Button>
            <span className="faint">{say('nothingWritten')}</span>
          </div>
        )
      )}
    </div>
  );
}

function ReportOf({ report }: { report: Report }) {
  const say = useRankingWords();
  const count = useCount();
  const alike = new Map(report.unknown.map(({ line, suggestions }) => [line, suggestions]));
  const missing = report.missing.compounds;
  return (
    <>
      <Facts
        facts={[
          { name: say('rows'), value: count(report.rows) },
          { name: say('errors'), value: count(report.errorCount) },
          { name: say('duplicates'), value: count(report.duplicates.length) },
          { name: say('warnings'), value: count(report.warnings.length) },
          { name: say('missing'), value: count(report.missing.count) },
          { name: say('carried'), value: count(report.carried) },
        ]}
      />
      <div>
        <Tag>{say(report.ranks === 'given' ? 'ranksGiven' : 'ranksComputed')}</Tag>
      </div>
      <RowErrors
        count={report.errorCount}
        errors={report.errors.map((error) => ({ ...error, alike: alike.get(error.line) ?? [] }))}
      />
      {(report.warnings.length > 0 || report.missing.count > 0) && (
        <Collapse
          defaultActiveKey={report.warnings.length > 0 && report.warnings.length <= 20 ? ['warnings'] : []}
          items={[
            ...(report.warnings.length > 0
              ? [
                  {
                    key: 'warnings',
                    label: say('warningsTitle', { count: report.warnings.length }),
                    children: (
                      <ul className="plain long">
                        {report.warnings.map(({ line, compound, detail }) => (
                          <li key={`${line}|${detail}`}>
                            <span className="num">{line}</span> · {compound === '' ? '' : `${compound} · `}
                            {detail}
                          </li>
                        ))}
                      </ul>
                    ),
                  },
                ]
              : []),
            ...(report.missing.count > 0
              ? [
                  {
                    key: 'missing',
                    label: say('missingTitle', { count: report.missing.count }),
                    children: (
                      <>
                        <p className="faint">
                          {say('missingHint')}{' '}
                          {missing.length < report.missing.count && say('firstOf', { shown: missing.length })}
                        </p>
                        <p className="long">{missing.map(({ id, name }) => `${name} (${id})`).join('、')}</p>
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
    </>
  );
}
