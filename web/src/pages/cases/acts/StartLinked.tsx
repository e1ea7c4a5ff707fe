import { Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Answer } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import { Field } from '../../../parts/form/Field.tsx';
import type { Schema } from '../../../parts/form/schema.ts';
import { Loading } from '../../../parts/Loading.tsx';
import type { Case } from '../CasePage.tsx';
import { useCaseWords } from '../words.ts';
import { ActForm } from './ActDialog.tsx';

/** The procedures of which whoever looks may start a case about the same subject. */
export function useStartable(view: Case): { value: string; label: string }[] {
  const list = useRead('listProcedures', {}, { staleTime: Number.POSITIVE_INFINITY });
  return (list.data?.items ?? [])
    .filter(({ startable, subjects }) => startable && subjects.includes(view.subject.type))
    .map(({ kind, title }) => ({ value: kind, label: title }));
}

/** A case of another procedure about the same subject, linked to this one, which may wait for its end. */
export function StartLinked({ view, close }: { view: Case; close: () => void }) {
  const say = useCaseWords();
  const navigate = useNavigate();
  const [kind, setKind] = useState<string>();
  const [relation, setRelation] = useState<'startedFrom' | 'awaitedBy'>('startedFrom');
  const startable = useStartable(view);
  const procedure = useRead(
    'getProcedure',
    { path: { kind: kind ?? '' } },
    { enabled: kind !== undefined, staleTime: Number.POSITIVE_INFINITY },
  );
  const relations = [
    { value: 'startedFrom' as const, label: say('goesOn') },
    { value: 'awaitedBy' as const, label: say('waitsForIt') },
  ];
  return (
    <Modal open title={say('startLinked')} onCancel={close} footer={null} destroyOnHidden>
      <Field id="linked-kind" label={say('kind')} required help={undefined} error={undefined}>
        <Select
          id="linked-kind"
          value={kind ?? null}
          placeholder={say('chooseKind')}
          options={startable}
          onChange={(next: string | null) => setKind(next ?? undefined)}
        />
      </Field>
      <Field id="linked-relation" label={say('thisCase')} required group help={undefined} error={undefined}>
        <Radio.Group options={relations} value={relation} onChange={({ target }) => setRelation(target.value)} />
      </Field>
      {kind !== undefined && procedure.isPending && <Loading rows={3} />}
      {procedure.error && <Failure problem={procedure.error} />}
      {kind !== undefined && procedure.data && (
        <ActForm
          key={kind}
          operation="startCase"
          id={`${view.id}|${kind}`}
          title={say('startLinked')}
          hint={procedure.data.purpose}
          schema={procedure.data.input as Schema}
          pointer="/input"
          input={(input) => ({
            body: {
              kind,
              subject: view.subject.id,
              subjectType: view.subject.type,
              input,
              links: [{ case: view.id, relation }],
            },
          })}
          close={close}
          done={(answer) => void navigate(`/cases/${encodeURIComponent((answer as Answer<'startCase'>).id)}`)}
        />
      )}
    </Modal>
  );
}
