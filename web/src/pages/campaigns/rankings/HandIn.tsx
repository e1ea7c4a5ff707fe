import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Collapse, Spin, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Answer, type ApiProblem, addressOf, call } from '../../../api/client.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { Facts } from '../shared/Facts.tsx';
import { FileDrop, formOf } from '../shared/FileDrop.tsx';
import { RowErrors } from '../shared/RowErrors.tsx';
import { useCount } from '../shared/text.ts';
import { useRankingWords } from './words.ts';

type Report = Answer<'uploadRanking'>;

/** From a file to a version of the month: a dry run first, with everything that is wrong. */
export function HandIn({ month }: { month: string }) {
  const say = useRankingWords();
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const check = useMutation<Report, ApiProblem, File>({
    mutationFn: (chosen) => call('uploadRanking', { query: { month, dryRun: 'true' } }, { upload: formOf(chosen) }),
  });
  const commit = useMutation<Report, ApiProblem, File>({
    mutationFn: (chosen) => call('uploadRanking', { query: { month } }, { upload: formOf(chosen) }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['listRankings'] }),
        client.invalidateQueries({ queryKey: ['getRanking'] }),
      ]),
  });
  const report = check.data;
  const kept = commit.data;
  return (
    <div className="stack">
      <p className="faint" style={{ margin: 0 }}>
        {say('choose')}{' '}
        <a href={addressOf('getRankingTemplate', { query: { format: 'xlsx' } })}>{say('template')} XLSX</a>
        {' · '}
        <a href={addressOf('getRankingTemplate', { query: { format: 'csv' } })}>CSV</a>
      </p>
      <FileDrop
        file={file}
        disabled={check.isPending || commit.isPending}
        choose={(chosen) => {
          setFile(chosen);
          commit.reset();
          check.mutate(chosen);
        }}
      />
      {check.isPending && (
        <div role="status">
          <Spin size="small" /> {say('checking')}
        </div>
      )}
      {check.error && <Refused problem={check.error} />}
      {report && !check.isPending && <ReportOf report={report} />}
      {commit.error && <Refused problem={commit.error} retry={() => file && commit.mutate(file)} />}
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
        file &&
        report.errorCount === 0 &&
        !check.isPending && (
          <div className="toolbar">
            <Button type="primary" loading={commit.isPending} onClick={() => commit.mutate(file)}>
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
