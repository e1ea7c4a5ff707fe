import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Empty, Form, Input, Segmented, Space, Table } from 'antd';
import { useState } from 'react';
import { type Answer, type ApiProblem, call } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { useMay } from '../../../session/session.ts';
import { Conflict } from '../shared/Conflict.tsx';
import { WhatIf } from '../shared/WhatIf.tsx';
import { useAdministrationWords } from '../shared/words.ts';
import type { Draft } from './draft.ts';
import { type Policy, parameterOf, useSayValue } from './values.ts';
import { usePolicyWords } from './words.ts';

interface Props {
  policy: Policy;
  etag: string | undefined;
  reread: () => Promise<unknown>;
  titleOf: (locality: string) => string;
  draft: Draft;
  setDraft: (next: Draft) => void;
}

/** What is prepared, what it would do to running cases, and then its saving as a new version. */
export function DraftOfChanges({ policy, etag, reread, titleOf, draft, setDraft }: Props) {
  const say = usePolicyWords();
  const sayValue = useSayValue();
  const may = useMay();
  const [mode, setMode] = useState<'restart' | 'reanchor'>('reanchor');
  const names = Object.keys(draft);
  const { locality } = policy;
  const preview = useRead(
    'previewPolicy',
    { path: { locality }, body: { changes: draft, limit: 500 } },
    { enabled: names.length > 0, retry: false, staleTime: 30_000 },
  );
  if (names.length === 0) {
    return (
      <Empty
        description={
          <>
            {say('emptyDraft')}
            <br />
            <span className="muted">{say('emptyDraftHint')}</span>
          </>
        }
      />
    );
  }
  const refusalOf = (name: string) =>
    preview.error?.errors.filter(({ pointer }) => pointer.startsWith(`/changes/${name}`)).map(({ detail }) => detail) ??
    [];
  return (
    <div className="panels">
      <Card
        title={say('draft')}
        extra={
          <Button size="small" onClick={() => setDraft({})}>
            {say('dropDraft')}
          </Button>
        }
      >
        <Table<string>
          size="small"
          rowKey={(name) => name}
          pagination={false}
          dataSource={names}
          scroll={{ x: 'max-content' }}
          columns={[
            {
              title: say('parameter'),
              render: (_, name) => (
                <>
                  {parameterOf(policy, name)?.title ?? name}
                  <div className="muted">
                    <code>{name}</code>
                  </div>
                  {refusalOf(name).map((reason) => (
                    <div key={reason} className="late" role="alert">
                      {reason}
                    </div>
                  ))}
                </>
              ),
            },
            {
              title: say('before'),
              render: (_, name) => {
                const parameter = parameterOf(policy, name);
                return parameter && sayValue(parameter.value, parameter.unit);
              },
            },
            {
              title: say('after'),
              render: (_, name) => {
                const [parameter, change] = [parameterOf(policy, name), draft[name]];
                if (!change) return say('backToFiles');
                return <strong>{sayValue(change.value, parameter?.unit ?? 'text')}</strong>;
              },
            },
            { title: say('source'), render: (_, name) => draft[name]?.source ?? '—' },
            {
              key: 'act',
              render: (_, name) => (
                <Button
                  size="small"
                  onClick={() => setDraft(Object.fromEntries(Object.entries(draft).filter(([each]) => each !== name)))}
                >
                  {say('remove')}
                </Button>
              ),
            },
          ]}
        />
      </Card>
      <Card title={say('previewTitle')}>
        <p className="muted">{say('previewHint')}</p>
        {preview.error ? (
          <Refused problem={preview.error} retry={preview.refetch} />
        ) : preview.data ? (
          <>
            <p>
              {say('localities')}：
              {preview.data.localities.map((each) => titleOf(each.locality)).join('、') || say('none')}
            </p>
            <Segmented
              value={mode}
              onChange={setMode}
              options={[
                { value: 'reanchor', label: say('reanchor') },
                { value: 'restart', label: say('restart') },
              ]}
            />
            <p className="muted">{say(mode === 'restart' ? 'restartHint' : 'reanchorHint')}</p>
            <WhatIf found={preview.data} mode={mode} />
          </>
        ) : (
          <Loading rows={5} />
        )}
      </Card>
      {may('updatePolicy') && (
        <SaveVersion
          locality={locality}
          etag={etag}
          reread={reread}
          draft={draft}
          ready={preview.data !== undefined && !preview.error}
          saved={() => setDraft({})}
          drop={() => setDraft({})}
        />
      )}
    </div>
  );
}

interface SaveProps {
  locality: string;
  etag: string | undefined;
  reread: () => Promise<unknown>;
  draft: Draft;
  /** Its effect has been computed and shown. */
  ready: boolean;
  saved: () => void;
  drop: () => void;
}

function SaveVersion({ locality, etag, reread, draft, ready, saved, drop }: SaveProps) {
  const say = usePolicyWords();
  const general = useAdministrationWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const save = useMutation<Answer<'updatePolicy'>, ApiProblem, string>({
    mutationFn: (reason) =>
      call(
        'updatePolicy',
        { path: { locality }, body: { changes: draft, reason } },
        etag === undefined ? {} : { ifMatch: etag },
      ),
    onSuccess: () => {
      void message.success(say('savedVersion'));
      saved();
      void client.invalidateQueries({
        predicate: ({ queryKey: [of] }) => /^(getPolicy|listPolic|previewPolicy)/.test(String(of)),
      });
    },
    onError: (problem) => {
      if (problem.code === 'revision-conflict') void reread();
    },
  });
  const conflict = save.error?.code === 'revision-conflict';
  return (
    <Card title={say('saveVersion')}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        className="narrow-form"
        onFinish={({ reason }) => save.mutate(reason.trim())}
      >
        <Form.Item
          name="reason"
          label={general('reason')}
          extra={say('reasonHint')}
          rules={[{ required: true, whitespace: true, message: general('reasonRequired') }]}
        >
          <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
        </Form.Item>
        {conflict && <Conflict takeTheirs={drop} keepMine={() => form.submit()} />}
        {save.error && !conflict && <Refused problem={save.error} />}
        <Space className="form-end">
          <Button type="primary" htmlType="submit" disabled={!ready} loading={save.isPending}>
            {say('saveVersion')}
          </Button>
        </Space>
      </Form>
    </Card>
  );
}
