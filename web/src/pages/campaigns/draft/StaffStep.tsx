import { Alert, Button, Checkbox, InputNumber, Select } from 'antd';
import { type Answer, call } from '../../../api/client.ts';
import { Refused } from '../../../parts/Failure.tsx';
import { useDraft } from '../../../parts/useDraft.ts';
import { StaffedTable } from './StaffedTable.tsx';
import { type Campaign, tagOf, useDraftAct } from './useDraft.ts';
import { useDraftWords } from './words.ts';

interface Pool {
  leaders: string[];
  redSecretaries: string[];
  departments: string[];
  departmentsPerCompound: number;
  anew: boolean;
}
const emptyPool: Pool = { leaders: [], redSecretaries: [], departments: [], departmentsPerCompound: 1, anew: false };
const seats = ['leaders', 'redSecretaries', 'departments'] as const;
const separators = [',', '，', '、', ';', '；', '\n'];

/** Who takes on which compound: spread over a pool, or named one by one. */
export function StaffStep({ campaign, next }: { campaign: Campaign; next: () => void }) {
  const say = useDraftWords();
  const { id } = campaign;
  const [pool, setPool] = useDraft<Pool>(`pool.${id}`, emptyPool);
  const distribute = (dry: boolean) =>
    call(
      'staffCampaign',
      { path: { id }, body: { mode: 'distribute', ...pool }, query: dry ? { dryRun: 'true' } : {} },
      { ifMatch: tagOf(campaign) },
    );
  const trial = useDraftAct(id, () => distribute(true));
  const apply = useDraftAct(id, () => distribute(false));
  const empty = seats.every((seat) => pool[seat].length === 0);
  return (
    <div className="stack">
      <p className="faint" style={{ margin: 0 }}>
        {say('staffLead')}
      </p>
      <section className="panel stack">
        <div className="two">
          {seats.map((seat) => (
            <label key={seat} className="field" htmlFor={`pool-${seat}`}>
              {say(seat)}
              <Select
                id={`pool-${seat}`}
                mode="tags"
                open={false}
                suffixIcon={null}
                tokenSeparators={separators}
                value={pool[seat]}
                onChange={(value: string[]) => {
                  apply.reset();
                  trial.reset();
                  setPool({ ...pool, [seat]: value.map((each) => each.trim()).filter((each) => each !== '') });
                }}
              />
            </label>
          ))}
        </div>
        <span className="faint">{say('poolHint')}</span>
        <div className="toolbar">
          <label htmlFor="pool-per">
            {say('perCompound')}
            <InputNumber
              id="pool-per"
              min={1}
              max={6}
              value={pool.departmentsPerCompound}
              onChange={(value) => setPool({ ...pool, departmentsPerCompound: Math.round(value ?? 1) })}
            />
          </label>
          <Checkbox checked={pool.anew} onChange={({ target }) => setPool({ ...pool, anew: target.checked })}>
            {say('anew')}
          </Checkbox>
          <Button disabled={empty} loading={trial.isPending} onClick={() => trial.mutate(undefined)}>
            {say('tryStaffing')}
          </Button>
          <Button
            type="primary"
            disabled={empty}
            loading={apply.isPending}
            onClick={() => {
              trial.reset();
              apply.mutate(undefined);
            }}
          >
            {say('applyStaffing')}
          </Button>
        </div>
        {trial.error && <Refused problem={trial.error} />}
        {apply.error && <Refused problem={apply.error} />}
        {apply.data ? (
          <Outcome result={apply.data} applied />
        ) : (
          trial.data && <Outcome result={trial.data} applied={false} />
        )}
      </section>
      <StaffedTable campaign={campaign} />
      <div className="sticky-act">
        <Button type="primary" onClick={next}>
          {say('next')}
        </Button>
      </div>
    </div>
  );
}

function Outcome({ result, applied }: { result: Answer<'staffCampaign'>; applied: boolean }) {
  const say = useDraftWords();
  const { changed, uncovered, limits } = result;
  return (
    <Alert
      type={uncovered.count === 0 ? 'success' : 'warning'}
      showIcon
      role="status"
      title={say(applied ? 'didChange' : 'wouldChange', { count: changed })}
      description={
        <>
          <p style={{ margin: 0 }}>
            {uncovered.count === 0 ? say('uncoveredNone') : say('uncovered', { count: uncovered.count })}
          </p>
          {uncovered.count > 0 && (
            <details>
              <summary>{say('uncoveredTitle')}</summary>
              <ul>
                {uncovered.compounds.map(({ compound, missing }) => (
                  <li key={compound}>
                    <code>{compound}</code> {say('missing')}: {missing.map((seat) => say(seatWord(seat))).join('、')}
                  </li>
                ))}
              </ul>
            </details>
          )}
          {limits.length > 0 && (
            <p style={{ margin: 0 }}>
              {say('limits')}:{' '}
              {limits
                .map(({ holder, count, max, seat }) => `${say(seat)} ${say('limitOf', { holder, count, max })}`)
                .join('；')}
            </p>
          )}
        </>
      }
    />
  );
}

function seatWord(seat: string): 'leader' | 'redSecretary' | 'department' {
  return seat === 'leader' || seat === 'redSecretary' ? seat : 'department';
}
