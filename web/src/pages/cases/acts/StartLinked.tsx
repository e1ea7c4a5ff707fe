import { Modal, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Answer } from '../../../api/client.ts';
import { useRead } from '../../../api/queries.ts';
import { Failure } from '../../../parts/Failure.tsx';
import type { Schema } from '../../../parts/form/schema.ts';
import { Loading } from '../../../parts/Loading.tsx';
import type { Case } from '../CasePage.tsx';
import { useCaseWords } from '../words.ts';
import { ActDialog } from './ActDialog.tsx';

/** A case of another procedure about the same subject, linked to this one, which may wait for its end. */
export function StartLinked({ view, close }: { view: Case; close: () => void }) {
  const say = useCaseWords();
  const navigate = useNavigate();
  const [kind, setKind] = useState<string>();
  const [relation, setRelation] = useState<'startedFrom' | 'awaitedBy'>('startedFrom');
  const list = useRead('listProcedures', {}, { staleTime: Number.POSITIVE_INFINITY });
  const procedure = useRead('getProcedure', { path: { kind: kind ?? '' } }, { enabled: kind !== undefined });
  const fitting = (list.data?.items ?? []).filter(({ subjects }) => subjects.includes(view.subject.type));
  const chooser = (
    <div className="start-kind">
      <label>
        {say('kind')}
        <Select
          value={kind ?? null}
          placeholder={say('chooseKind')}
          options={fitting.map((each) => ({ value: each.kind, label: each.title }))}
          onChange={(next: string | null) => setKind(next ?? undefined)}
        />
      </label>
      <label>
        {say('thisCase')}
        <Select
          value={relation}
          options={[
            { value: 'startedFrom', label: say('goesOn') },
            { value: 'awaitedBy', label: say('waitsForIt') },
          ]}
          onChange={setRelation}
        />
      </label>
    </div>
  );
  if (procedure.data === undefined || procedure.data.startedThrough !== null) {
    return (
      <Modal open title={say('startLinked')} onCancel={close} footer={null}>
        {chooser}
        {procedure.data && <p>{say('startedElsewhere', { call: procedure.data.startedThrough ?? '' })}</p>}
        {kind !== undefined && procedure.isPending && <Loading rows={3} />}
        {procedure.error && <Failure problem={procedure.error} />}
      </Modal>
    );
  }
  return (
    <ActDialog
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
    >
      {chooser}
    </ActDialog>
  );
}
