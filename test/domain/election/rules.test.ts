import { describe, expect, it } from '@jest/globals';
import { loadPolicies } from '../../../api/policies/loadPolicies.ts';
import type { CaseParameters } from '../../../domain/case/opening.ts';
import { eligible, nominationFaults, seatFaults } from '../../../domain/election/candidates.ts';
import { applicantsSuffice, conveningTestsMet, tooFewMembersLeft } from '../../../domain/election/convening.ts';
import type { Candidate, SurveyFigures } from '../../../domain/election/facts.ts';
import { groupFaults } from '../../../domain/election/group.ts';
import { electedBy, isCommittee, partyShareBelowTarget } from '../../../domain/election/result.ts';
import { sessionFaults } from '../../../domain/election/session.ts';
import { caseParameters, resolvePolicy } from '../../../domain/policy/resolvePolicy.ts';
import { policyFolder } from '../../support/policyFolder.ts';

const policies = await loadPolicies(policyFolder);
const lawOf = (locality: string): CaseParameters =>
  caseParameters(resolvePolicy(policies, locality), ['election', 'vote']);
const [national, linyi, shinan] = [lawOf('national'), lawOf('linyi'), lawOf('shinan')];

const empty: SurveyFigures = { totalArea: 1000, deliveredArea: 0, totalHeads: 100, movedInHeads: 0, disputes: 0 };
const day = '2026-06-01';

describe('owners may convene', () => {
  it.each<[string, Partial<SurveyFigures>, CaseParameters, string[]]>([
    ['at half of the area', { deliveredArea: 500 }, linyi, ['area']],
    ['not below half of the area', { deliveredArea: 499 }, linyi, []],
    ['only above half of the area by ministry guidance', { deliveredArea: 500 }, national, []],
    ['above half of the area by ministry guidance', { deliveredArea: 501 }, national, ['area']],
    ['at half of the heads', { movedInHeads: 50 }, linyi, ['heads']],
    ['two years after delivery with a quarter', { movedInHeads: 25, firstDeliveredOn: '2024-06-01' }, linyi, ['years']],
    ['not a day earlier', { movedInHeads: 25, firstDeliveredOn: '2024-06-02' }, linyi, []],
    ['not with less than a quarter', { movedInHeads: 24, firstDeliveredOn: '2020-01-01' }, shinan, []],
    ['by heads not at all by ministry guidance', { movedInHeads: 100 }, national, []],
  ])('%s', (_when, figures, law, met) => {
    expect(conveningTestsMet({ ...empty, ...figures }, day, law)).toEqual(met);
  });

  it('when a twentieth applies in Qingdao, by area or by heads; elsewhere no share is asked', () => {
    const share = 'election.conveningApplicationShare';
    expect(applicantsSuffice({ ...empty, applicants: { heads: 5, area: 0 } }, share, shinan)).toBe(true);
    expect(applicantsSuffice({ ...empty, applicants: { heads: 0, area: 50 } }, share, shinan)).toBe(true);
    expect(applicantsSuffice({ ...empty, applicants: { heads: 4, area: 49 } }, share, shinan)).toBe(false);
    expect(applicantsSuffice(empty, share, linyi)).toBe(true);
    expect(applicantsSuffice(empty, 'election.extraMeetingOwnersShare', linyi)).toBe(false);
  });

  it('when fewer than half of the members are left', () => {
    expect(tooFewMembersLeft({ ...empty, members: { left: 3, elected: 7 } }, linyi)).toBe(true);
    expect(tooFewMembersLeft({ ...empty, members: { left: 3, elected: 6 } }, linyi)).toBe(false);
    expect(tooFewMembersLeft(empty, linyi)).toBe(false);
  });
});

describe('a preparatory group', () => {
  const group = { owners: 4, street: 1, community: 1, developer: 1 };

  it.each([
    ['is valid', group, linyi, []],
    ['is valid without the developer', { ...group, community: 2, developer: 0 }, linyi, []],
    ['must be odd', { ...group, community: 2 }, linyi, ['/form']],
    ['has seven members at least', { ...group, owners: 3, developer: 0 }, linyi, ['/form']],
    ['may be smaller by ministry guidance', { owners: 3, street: 1, community: 1, developer: 0 }, national, []],
    ['consists of owners by half', { ...group, owners: 3, community: 2 }, linyi, ['/form/owners']],
    ['is chaired by the street', { ...group, street: 0, community: 2 }, shinan, ['/form/street']],
  ])('%s', (_rule, composition, law, pointers) => {
    expect(groupFaults(composition, law).map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

const candidates = (n: number, party = 0): Candidate[] =>
  Array.from({ length: n }, (_, index) => ({ id: `K${index + 1}`, by: 'owners', partyMember: index < party }));

describe('seats and candidates', () => {
  it.each([
    ['five in Shandong', 5, linyi, undefined, 0],
    ['three in Qingdao', 3, shinan, undefined, 0],
    ['not three in Shandong', 3, linyi, undefined, 1],
    ['not six', 6, linyi, undefined, 1],
    ['not thirteen', 13, linyi, undefined, 1],
    ['thirteen where Linyi’s rules of procedure say so', 13, linyi, 13, 0],
    ['not thirteen by rules of procedure elsewhere', 13, lawOf('dongyingEtdz'), 13, 1],
    ['any odd number in Qingdao', 21, shinan, undefined, 0],
  ])('%s', (_what, seats, law, rules, faults) => {
    expect(seatFaults(seats, rules, law)).toHaveLength(faults);
  });

  it('holds Shinan to five under the stricter of both laws', () => {
    const files = structuredClone(policies) as Record<string, (typeof policies)[string]>;
    const file = files['shinan'];
    if (file) file.sections['election'] = { legalProfile: { value: 'stricterOfBoth', source: 'A' } };
    const strict = caseParameters(resolvePolicy(files, 'shinan'), ['election']);
    expect(seatFaults(3, undefined, strict)).toHaveLength(1);
    expect(sessionFaults({ present: 3, agreed: 3, chair: 'K1', deputies: [] }, candidates(5), strict)).toHaveLength(1);
    expect(sessionFaults({ present: 3, agreed: 3, chair: 'K1', deputies: [] }, candidates(5), shinan)).toEqual([]);
  });

  it('need as many candidates as seats, none named twice or elected already', () => {
    const none = { kept: [], elected: [], seats: null };
    expect(nominationFaults(none, 5, candidates(5))).toEqual([]);
    expect(nominationFaults(none, 5, candidates(4)).map(({ pointer }) => pointer)).toEqual(['/form/candidates']);
    const pointers = nominationFaults({ kept: candidates(1), elected: [], seats: 5 }, 5, candidates(4));
    expect(pointers.map(({ pointer }) => pointer)).toEqual(['/form/candidates/0/id']);
    const partly = { kept: [], elected: candidates(4), seats: 5 };
    expect(nominationFaults(partly, 5, [{ id: 'K9', by: 'self', partyMember: false }])).toEqual([]);
  });

  it('stand unless a legal bar is found', () => {
    const bars = { street: {}, urbanManagement: { K2: 'illegalStructure' } };
    expect(eligible({ candidates: candidates(3), bars }).map(({ id }) => id)).toEqual(['K1', 'K3']);
  });
});

describe('the result', () => {
  const item = (id: string, heads: number, area = heads) => ({ id, passed: heads > 50, yes: { heads, area } });
  const facts = { candidates: candidates(4), elected: [], seats: 3 };

  it('seats those with the most votes among those with a majority', () => {
    const items = [item('K1', 60), item('K2', 90), item('K3', 40), item('K4', 70)];
    expect(electedBy({ items }, facts).map(({ id }) => id)).toEqual(['K1', 'K2', 'K4']);
    const few = [item('K1', 60), item('K2', 90), item('K3', 40), item('K4', 50)];
    expect(electedBy({ items: few }, facts)).toHaveLength(2);
  });

  it('decides equal heads by area, and leaves the seat to a by-election when both are equal', () => {
    const byArea = [item('K1', 80), item('K2', 80), item('K3', 60, 61), item('K4', 60, 60)];
    expect(electedBy({ items: byArea }, facts).map(({ id }) => id)).toEqual(['K1', 'K2', 'K3']);
    const equal = [item('K1', 80), item('K2', 80), item('K3', 60), item('K4', 60)];
    expect(electedBy({ items: equal }, facts).map(({ id }) => id)).toEqual(['K1', 'K2']);
  });

  it('is a committee with the least number at least, and an odd one', () => {
    expect([4, 5, 6, 7].map((members) => isCommittee(members, linyi))).toEqual([false, true, false, true]);
    expect(isCommittee(3, shinan)).toBe(true);
  });

  it('scenario 12: three party members of seven are below the target, five of seven are not', () => {
    expect(partyShareBelowTarget(candidates(7, 3), linyi)).toBe(true);
    expect(partyShareBelowTarget(candidates(7, 5), linyi)).toBe(false);
    expect(isCommittee(7, linyi)).toBe(true);
  });
});

describe('the first session', () => {
  const session = { present: 5, agreed: 4, chair: 'K1', deputies: ['K2'] };
  const pointers = (changed: Partial<typeof session>, law = linyi) =>
    sessionFaults({ ...session, ...changed }, candidates(7), law).map(({ pointer }) => pointer);

  it('has two thirds present in Shandong, more than half in Qingdao', () => {
    expect(pointers({})).toEqual([]);
    expect(pointers({ present: 4 })).toEqual(['/form/present']);
    expect(pointers({ present: 4 }, shinan)).toEqual([]);
    expect(pointers({ present: 3, agreed: 3 }, shinan)).toEqual(['/form/present', '/form/agreed']);
  });

  it('decides with more than half of all members, on officers who are members', () => {
    expect(pointers({ agreed: 3 })).toEqual(['/form/agreed']);
    expect(pointers({ agreed: 6 })).toEqual(['/form/agreed']);
    expect(pointers({ present: 8 })).toEqual(['/form/present']);
    expect(pointers({ chair: 'K8', deputies: ['K1', 'K9'] })).toEqual(['/form/chair', '/form/deputies/1']);
    expect(pointers({ deputies: ['K1'] })).toEqual(['/form/deputies/0']);
  });
});
