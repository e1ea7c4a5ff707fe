/** What an emergency use holds in figures, and what may be decided on it (P09; Civil Code 281(2); 建设部令165号 24). */
import { fieldError, Refusal } from '../errors.ts';
import { exceeds } from '../policy/ratio.ts';
import type { DecisionContext } from '../procedures/declaration.ts';
import { wordIn } from '../procedures/forms.ts';
import { numberOf } from '../procedures/parameters.ts';
import { type Text, text } from '../text.ts';
import { hashOf } from '../timeline/hashChain.ts';
import type { VoteScope } from '../votes/vote.ts';
import { type ScopeForm, scopeErrors, voteScope } from './scope.ts';
import { type AccountShare, refuseShares } from './shares.ts';

/** Situations in which nobody has to be asked first (滨州42, 聊城50, 淄博66; the default list). */
export const situations = {
  roofOrWallLeak: text('屋面外墙防水严重失效', 'Severe leak of roof or wall'),
  lift: text('电梯故障', 'Lift'),
  fireSystem: text('消防设施故障', 'Fire system'),
  facade: text('外墙脱落', 'Falling facade'),
  curtainWall: text('幕墙爆裂', 'Curtain wall'),
  drain: text('排水爆裂或堵塞', 'Drain burst or blocked'),
  garageFlooding: text('车库进水', 'Flooded garage'),
  otherDanger: text('其他危及安全的情形', 'Other danger'),
} as const satisfies Record<string, Text>;

export interface EmergencyFacts {
  situation: keyof typeof situations | null;
  scope: VoteScope;
  estimateFen: number;
  /** Who is at work: the company, or the street that had it done. */
  repairedBy: 'company' | 'street' | null;
  costFen: number;
  approvedFen: number;
  paidFen: number;
  /** What the fund does not bear: spent before it was found not to be urgent, or rejected afterwards. */
  notCoveredFen: number;
  /** What was paid and is claimed back, because it was no emergency. */
  claimedFen: number;
  accounts: { count: number; hash: string } | null;
}

type In = DecisionContext<EmergencyFacts>;

const fenIn = (form: In['form'], name: string): number => Number(form[name] ?? 0);

function refuseField(name: string, detail: Text): Refusal {
  return new Refusal('invalid-input', undefined, [fieldError(`/form/${name}`, detail)]);
}

export function refuseReport({ form }: In): Refusal | undefined {
  const errors = scopeErrors(form as unknown as ScopeForm, '/form');
  return errors.length === 0 ? undefined : new Refusal('invalid-input', undefined, errors);
}

export function noteReport({ form }: In): Partial<EmergencyFacts> {
  const situation = wordIn(form, 'situation') as NonNullable<EmergencyFacts['situation']>;
  return { situation, scope: voteScope(form as unknown as ScopeForm), estimateFen: fenIn(form, 'estimateFen') };
}

/** Whoever was on site may know of cost; the most anybody names counts. */
export function noteIncurred({ form, facts }: In): Partial<EmergencyFacts> {
  return { notCoveredFen: Math.max(facts.notCoveredFen, fenIn(form, 'incurredFen')) };
}

/** @param audited whether the decision says that the cost is to be audited */
export function refuseCost({ form, parameters }: In, audited: boolean): Refusal | undefined {
  const limit = numberOf(parameters, 'fundEmergency.emergencyAuditFen');
  if (fenIn(form, 'costFen') > limit === audited) return undefined;
  const detail = audited
    ? text(`未超过${limit}分，不需审计`, `is not above ${limit} fen`)
    : text(`超过${limit}分，须送审计`, `is above ${limit} fen: it is audited (reportForAudit)`);
  return refuseField('costFen', detail);
}

export function noteCost({ form }: In): Partial<EmergencyFacts> {
  return { costFen: fenIn(form, 'costFen') };
}

/** No more is approved than the repair is to cost, or has cost. */
export function refuseApproval({ form, facts }: In, withAdvance: boolean): Refusal | undefined {
  const most = facts.costFen || facts.estimateFen;
  if (fenIn(form, 'approvedFen') > most)
    return refuseField('approvedFen', text(`申请的金额为${most}分`, `${most} fen are asked for`));
  if (!withAdvance) return undefined;
  return exceeds(fenIn(form, 'advanceFen'), fenIn(form, 'approvedFen'), '1')
    ? refuseField('advanceFen', text('超过批准的金额', 'is more than is approved'))
    : undefined;
}

export function noteApproval({ form }: In): Partial<EmergencyFacts> {
  return { approvedFen: fenIn(form, 'approvedFen') };
}

export function noteRejection({ facts }: In): Partial<EmergencyFacts> {
  return { approvedFen: 0, notCoveredFen: facts.costFen || facts.estimateFen };
}

/** The fund pays what the repair has cost, as far as it was approved. */
function payable({ costFen, approvedFen }: EmergencyFacts): number {
  return Math.min(costFen, approvedFen);
}

const sharesIn = (form: In['form']): AccountShare[] => form['accounts'] as unknown as AccountShare[];

export function refusePayment({ facts, form }: In): Refusal | undefined {
  const due = payable(facts);
  if (due < facts.paidFen)
    return new Refusal(
      'not-ready',
      text(
        `预付款须先退回${facts.paidFen - due}分`,
        `${facts.paidFen - due} fen of the advance are to be repaid first`,
      ),
    );
  return refuseShares(due, sharesIn(form), '/form/accounts');
}

export function notePayment({ facts, form }: In): Partial<EmergencyFacts> {
  const shares = sharesIn(form);
  return {
    paidFen: payable(facts),
    notCoveredFen: facts.costFen - payable(facts),
    accounts: { count: shares.length, hash: hashOf(shares) },
  };
}

export function noteAbuse({ facts }: In): Partial<EmergencyFacts> {
  return { notCoveredFen: facts.costFen, claimedFen: facts.paidFen };
}
