import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import type { SelectionPreview, SelectionPreviewRequest } from '../../../api/operations.ts';
import { useRead } from '../../../api/queries.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { useText } from '../shared/text.ts';
import { percentOf, type Ranked, weightsOf } from './listDraft.ts';
import { useDraftWords } from './words.ts';

interface Props {
  request: SelectionPreviewRequest;
  rules: SelectionPreview['rules'];
}

/** Who would enter and who would leave with another count or other weights. */
export function WhatIf({ request, rules }: Props) {
  const say = useDraftWords();
  const [count, setCount] = useState(rules.targetCount);
  const [weight, setWeight] = useState(percentOf(rules.weights.complaints));
  const [asked, setAsked] = useState<SelectionPreviewRequest['compare']>();
  return (
    <div className="stack">
      <p className="faint" style={{ margin: 0 }}>
        {say('whatIfLead')}
      </p>
      <form
        className="toolbar"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked({ targetCount: count, weights: weightsOf(weight) });
        }}
      >
        <label htmlFor="what-if-count">
          {say('count')}
          <InputNumber
            id="what-if-count"
            min={0}
            max={5000}
            value={count}
            onChange={(value) => setCount(Math.round(value ?? 0))}
          />
        </label>
        <label htmlFor="what-if-weight">
          {say('weightComplaints')}
          <InputNumber
            id="what-if-weight"
            min={0}
            max={100}
            suffix={`% · ${say('weightDissatisfaction', { percent: 100 - weight })}`}
            style={{ width: 190 }}
            value={weight}
            onChange={(value) => setWeight(Math.round(value ?? 0))}
          />
        </label>
        <Button htmlType="submit">{say('compare')}</Button>
      </form>
      {asked && <Comparison request={{ ...request, compare: asked }} />}
    </div>
  );
}

function Comparison({ request }: { request: SelectionPreviewRequest }) {
  const say = useDraftWords();
  const found = useRead('previewCampaign', { body: { ...request, limit: 1 } }, { staleTime: 60_000 });
  if (found.error) return <Refused problem={found.error} retry={found.refetch} />;
  const comparison = found.data?.comparison;
  if (!comparison) return <Loading rows={3} />;
  return (
    <div className="two" role="status">
      <Moved title={say('wouldEnter', { count: comparison.enters.length })} items={comparison.enters} />
      <Moved title={say('wouldLeave', { count: comparison.leaves.length })} items={comparison.leaves} />
    </div>
  );
}

function Moved({ title, items }: { title: string; items: readonly Ranked[] }) {
  const say = useDraftWords();
  const text = useText();
  return (
    <section>
      <h3 className="section-title">{title}</h3>
      {items.length === 0 ? (
        <p className="faint">{say('nobody')}</p>
      ) : (
        <ul>
          {items.map(({ compound, name, reason }) => (
            <li key={compound} className="long">
              {name} <span className="faint">{text(reason)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
