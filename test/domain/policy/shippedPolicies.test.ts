import { describe, expect, it } from '@jest/globals';
import { ladderSchema, standardLadder } from '../../../domain/deadline/ladder.ts';
import { caseParameters, type ResolvedPolicy, termOfParameter } from '../../../domain/policy/resolvePolicy.ts';
import { accepted, buildFile, problemsOf } from './buildFiles.ts';
import { shippedFiles, shippedPolicy, shippedPolicyOf } from './shippedPolicies.ts';

const localities = ['linyi', 'lanshan', 'luozhuang', 'hedong', 'shinan', 'dongyingEtdz'];

function valueOf(policy: ResolvedPolicy, qualified: string) {
  const [section = '', name = ''] = qualified.split('.');
  return policy.sections[section]?.[name]?.value;
}

/** The defaults of the policy reference, one line a section: parameter value unit, where wd, d and m are periods. */
const defaults = `
selection: selectionWindowMonths 12 m, selectionComplaintWeight 0.6 ratio, selectionDissatisfactionWeight 0.4 ratio, selectionTargetCount 65 count, streetVerificationDays 5 wd
rectification: planDueDays 15 wd, departmentReplyDays 5 wd, planMaxReturns 3 times, leadingGroupDecisionDays 10 wd, midtermAcceptanceMonths 6 m, acceptanceDays 10 wd, problemListDays 5 wd, problemVerificationDays 5 wd, problemMaxMonths 6 m, watchReportDays 5 wd, observationMonths 3 m, observationKeepTeam true boolean, observationCheckDays 3 wd, closingDays 5 wd, dynamicInclusionRankMax 50 count, dynamicInclusionMinMonths 2 count, dynamicInclusionConsecutive false boolean, dynamicInclusionNeedsCampaign true boolean, dynamicInclusionTicketClass property enum, relapseComplaintRatio 0.5 ratio, relapseSatisfactionMin 0.8 ratio, allowTimeoutClose false boolean
pairing: nominationDays 3 wd, acceptanceDays 2 wd, acceptanceSilenceReplaces true boolean, gazetteDays 1 wd, memberChangeDays 2 wd, leaderMaxCompounds 3 count, secretaryMaxCompounds 2 count, requiredTrio leader+redSecretary+department list, taskForcePerCompound 1 count, taskForceMeetingDays 7 d
enforcement: returnWindowDays 2 wd, enforcementDailySignIn false boolean
debrief: debriefIntervalMonths 3 m, debriefRaterCount 10 count, debriefMinRaters 8 count, interviewBottomCount 3 count, interviewScoreBelow 60 points, publishPlatform 12345·临沂首发 text
election: preparatoryGroupDays 60 d, preparatoryGroupMin 7 count, preparatoryOwnerShareMin 0.5 ratio, groupListPostDays 10 d, firstMeetingDays 90 d, firstMeetingExtensionDays 0 d, meetingNoticeDays 15 clearDays, committeeMin 5 count, committeeMax 11 count, committeeOdd true boolean, committeeTermYearsMax 5 years, committeeFirstSessionDays 7 d, filingDays 30 d, filingCertificateDays 10 d, committeeSessionQuorum 2/3 ratio, decisionPostDays 3 d, reelectionLeadDays 90 d, handoverDays 10 d, partyMemberShareTarget 0.60 ratio, voteExtensionDays 30 d, legalProfile city enum
vote: participationArea 2/3 ratio, participationHeads 2/3 ratio, ordinaryApproval 1/2 ratio, ordinaryApprovalStrict true boolean, specialApproval 3/4 ratio, specialApprovalStrict false boolean, countSilentOwners false boolean, ballotRetentionYears 5 years
audit: auditOwnersProposalShare 0.20 ratio, directorDebriefIntervalMonths 3 m, auditCorrectionDays 30 d
fund: branchFirstDays 2 wd, streetDecisionDays 3 wd, housingApprovalDays 5 wd, fundOrdinaryTargetDays 30 d, planPostDays 7 d, advancePaymentRatio 0 ratio, trackingAuditRequired false boolean
fundEmergency: emergencyVerifyHours 24 hours, emergencyReviewDays 2 wd, emergencyPostDays 5 d, emergencySkipsVote true boolean, emergencyApplyTiming beforeRepair enum
fundRaise: renewalBalanceRatio 0.30 ratio, renewalPayDays 30 d
parking: parkingVoteType special enum
asset: incomePostIntervalMonths 3 m, incomePostDays 30 d
legacy: registrationDays 30 wd
propertyEval: evaluationIntervalMonths 3 m, branchEvaluationShareMin 0.30 ratio, evaluationWeightInStarRating 0.30 ratio, redScoreMin 90 points, blackScoreMax 60 points, dualAnnouncement false boolean
propertyChange: dismissalNoticeDays 60 d, nonRenewalNoticeDays 90 d, emergencyCompanyMaxMonths 6 m, trialServiceMonths 6 m
selectSecretary: reviewDepartments organisationDept+disciplineCommission+politicalLegalCommittee+publicSecurity list, reviewReplyDays 5 wd, appointmentPostDays 5 d
training: trainingDaysMin 5 count, districtSessionsMin 2 count
assess: secretaryWeightStreet 0.3 ratio, secretaryWeightCommunity 0.5 ratio, secretaryWeightResidents 0.2 ratio, assessmentIntervalMonths 6 m, bottomShare 0.10 ratio, consecutiveRoundsToAdjust 2 count, bottomRounding floor enum, minPool 5 count
star: starLevels 5 count, starReserveMin 4 count, starLowMax 2 count, starSubject secretary enum, lowStarMonths 12 m, starGrant 300000 fen
exit: exitHearingDays 5 wd, exitHandoverDays 10 d
convert: substantiveShareTarget 0.70 ratio
communityAssess: communityWeightParty 0.2 ratio, communityWeightDepartments 0.3 ratio, communityWeightStreet 0.5 ratio, communityConsecutiveYears 2 count, commendShare 0.10 ratio
communityClass: communityClasses 强基+创优+示范 list, crossEvalIntervalMonths 3 m, targetIndicators 9 count
annualPlan: annualProjectsMin 4 count, reviewMeetingIntervalMonths 3 m
deliberation: deliberationDay null dayOfMonth, deliberationVariant fourFixed enum
whistle: whistleResponse 1 wd, whistleDispose 5 wd
order: displayIntervalMonths 3 m, unitFeedbackMonths 6 m
dispute: mediationDepartments 14 count, mediationDays 30 d, confirmationDays 30 d
letter: responsibilityDuties 政治引领+党员管理+议事协商+民主监督+审议评议 list
links: leaderVisitIntervalMonths 1 m, departmentRatingMonths 6 m
contact: receptionDay null dayOfMonth, monthlyVisitCoverageMin 0.95 ratio
ticket: hotlineDays 5 wd, hotlineExtensionDays 10 wd, hotlineReturnDays 2 wd
appeal: appealFilingDays 5 wd, appealRulingDays 15 wd
ladder: yellowBefore 1 wd, redAfter 1 wd, superviseAfter 3 wd, interviewAfter 10 wd, hour 09:00 timeOfDay
acts: backdatingDays 5 d, correctionHours 24 hours, extensionMaxTimes 1 times, extensionMaxDays 10 wd, suspensionMaxDays 90 d, delegationMaxDays 30 d, claimLeaseHours 24 hours`;

const periods: Record<string, string> = { wd: 'workingDays', d: 'calendarDays', m: 'months' };

describe('the policy files of the project', () => {
  it.each(localities)('resolve for %s, down from the nation', (locality) => {
    const policy = shippedPolicy(locality);
    expect(policy.chain[0]).toBe('national');
    expect(policy.chain.at(-1)).toBe(locality);
    const named = defaults
      .trim()
      .split('\n')
      .map((line) => line.split(':')[0]);
    expect(Object.keys(policy.sections)).toEqual(expect.arrayContaining(named));
  });

  it('have every default of the policy reference in Shandong', () => {
    const { sections } = shippedPolicy('shandong');
    const shown = (value: unknown) => (Array.isArray(value) ? value.join('+') : String(value));
    for (const line of defaults.trim().split('\n')) {
      const [section = '', ...rest] = line.split(': ');
      for (const stated of rest.join(': ').split(', ')) {
        const [name = '', value, unit = ''] = stated.split(' ');
        const found = sections[section]?.[name];
        const actual = `${section}.${name} ${shown(found?.value)} ${found?.unit}`;
        expect(actual).toBe(`${section}.${name} ${value} ${periods[unit] ?? unit}`);
      }
    }
  });

  it.each([
    ['linyi', 'selection.selectionTargetCount', 182],
    ['linyi', 'election.committeeMaxByRules', true],
    ['lanshan', 'selection.selectionTargetCount', 65],
    ['lanshan', 'rectification.midtermAcceptanceMonths', null],
    ['lanshan', 'star.starSubject', 'branch'],
    ['lanshan', 'election.committeeMaxByRules', true],
    ['luozhuang', 'fund.trackingAuditRequired', true],
    ['luozhuang', 'star.starSubject', 'secretary'],
    ['luozhuang', 'rectification.midtermAcceptanceMonths', 6],
    ['hedong', 'propertyChange.trialServiceMonths', 6],
    ['luozhuang', 'selectSecretary.negativeListItems', ['政治素质低', '违纪违法', '', '', '', '', '', '', '']],
    ['linshu', 'enforcement.dutyListClasses', 5],
    ['linshu', 'enforcement.dutyListItems', 46],
    ['hedong', 'enforcement.dutyListItems', 0],
    ['mengyin', 'contact.receptionDay', 25],
    ['lanshan', 'contact.receptionDay', null],
    ['shinan', 'debrief.publishPlatform', '暖南诉办'],
    ['shinan', 'election.preparatoryGroupDays', 30],
    ['shinan', 'election.groupListPostDays', 3],
    ['shinan', 'election.firstMeetingDays', 60],
    ['shinan', 'election.firstMeetingExtensionDays', 30],
    ['shinan', 'election.committeeMin', 3],
    ['shinan', 'election.committeeMax', null],
    ['shinan', 'election.committeeTermExtensionYearsMax', 5],
    ['shinan', 'election.committeeFirstSessionDays', 3],
    ['shinan', 'election.filingCertificateDays', null],
    ['shinan', 'election.committeeSessionQuorum', '1/2'],
    ['shinan', 'election.committeeSessionQuorumStrict', true],
    ['shinan', 'election.reelectionLeadDays', 60],
    ['shinan', 'fund.advancePaymentRatio', '0.70'],
    ['shinan', 'propertyEval.dualAnnouncement', true],
    ['shinan', 'deliberation.deliberationVariant', 'threeMeetings'],
    ['dongyingEtdz', 'enforcement.enforcementDailySignIn', true],
    ['dongyingEtdz', 'deliberation.deliberationDay', 10],
    ['dongyingEtdz', 'deliberation.deliberationVariant', 'nineSteps'],
    ['dongyingEtdz', 'election.committeeMin', 5],
    ['dongyingEtdz', 'fund.advancePaymentRatio', '0'],
  ])('in %s have %s = %j', (locality, name, value) => {
    expect(valueOf(shippedPolicy(locality), name)).toEqual(value);
  });

  it('name a known document or article as the source of every value', () => {
    const known = /\b(S[0-4]|LV|LP|LM|A)\b/;
    const unsourced = Object.values(accepted(shippedFiles())).flatMap(({ jurisdiction, sections }) =>
      Object.entries(sections).flatMap(([section, entries]) =>
        Object.entries(entries)
          .filter(([, { source }]) => !known.test(source))
          .map(([name, { source }]) => `${jurisdiction} ${section}.${name}: ${source}`),
      ),
    );
    expect(unsourced).toEqual([]);
  });

  it.each([...localities, 'shandong'])('give a rectification case of %s no more than 4 kB to carry', (locality) => {
    const carried = caseParameters(shippedPolicy(locality), ['rectification', 'pairing', 'ladder', 'acts']);
    expect(Buffer.byteLength(JSON.stringify(carried))).toBeLessThanOrEqual(4096);
  });

  it('state the standard ladder', () => {
    const rungs = shippedPolicy('linyi').sections.ladder ?? {};
    const ladder = Object.entries(rungs).map(([name, rung]) => [
      name,
      name === 'hour' ? rung.value : termOfParameter(rung),
    ]);
    expect(ladderSchema.parse(Object.fromEntries(ladder))).toEqual(standardLadder);
  });

  it('give Shinan the stricter rule of both regulations when it asks for that', () => {
    const shinan = structuredClone(shippedFiles()['shinan.yaml']) as ReturnType<typeof buildFile>;
    shinan.sections.election = { legalProfile: { value: 'stricterOfBoth', source: 'A' } };
    const files = { ...shippedFiles(), 'shinan.yaml': shinan };
    expect(problemsOf(files)).toEqual([]);
    const election = shippedPolicyOf(files, 'shinan').sections.election;
    expect(election).toMatchObject({
      committeeMin: { value: 5, from: 'national' },
      committeeSessionQuorum: { value: '2/3', from: 'shandong' },
      committeeSessionQuorumStrict: { value: false },
      reelectionLeadDays: { value: 90 },
      committeeFirstSessionDays: { value: 3, from: 'qingdao' },
    });
  });
});

describe('what an administrator of a district tries', () => {
  const problemsInLanshan = (stated: [section: string, name: string, value: unknown][]) => {
    const sections: Record<string, Record<string, unknown>> = {};
    for (const [section, name, value] of stated)
      sections[section] = { ...sections[section], [name]: { value, source: 'A' } };
    const lanshan = buildFile('lanshan', {}, { inherits: 'linyi', sections });
    return problemsOf({ ...shippedFiles(), 'lanshan.yaml': lanshan });
  };

  it.each([
    ['vote', 'participationArea', '1/2'],
    ['vote', 'specialApproval', '2/3'],
    ['vote', 'ordinaryApprovalStrict', false],
    ['vote', 'countSilentOwners', true],
    ['rectification', 'allowTimeoutClose', true],
    ['rectification', 'observationKeepTeam', false],
    ['election', 'meetingNoticeDays', 14],
    ['election', 'committeeMin', 3],
    ['election', 'committeeSessionQuorum', '1/2'],
    ['election', 'reelectionLeadDays', 60],
    ['election', 'filingDays', 31],
    ['propertyEval', 'branchEvaluationShareMin', '0.25'],
    ['propertyEval', 'branchEvaluationWeight', '0.25'],
    ['propertyChange', 'dismissalNoticeDays', 30],
    ['parking', 'parkingVoteType', 'ordinary'],
    ['fundEmergency', 'emergencySkipsVote', false],
    ['selectSecretary', 'reviewDepartments', ['organisationDept', 'publicSecurity']],
    ['assess', 'secretaryWeightStreet', '0.4'],
    ['fund', 'housingApprovalDays', 8],
  ])('is refused: %s.%s = %j', (section, name, value) => {
    const problems = problemsInLanshan([[section, name, value]]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: 'lanshan.yaml', path: expect.stringContaining(`${section}.${name}`) });
  });

  it.each([
    ['rectification', 'planDueDays', 20],
    ['rectification', 'observationMonths', 6],
    ['propertyEval', 'branchEvaluationShareMin', '0.35'],
    [
      'selectSecretary',
      'reviewDepartments',
      ['organisationDept', 'disciplineCommission', 'politicalLegalCommittee', 'publicSecurity', 'petitionBureau'],
    ],
  ])('is accepted: %s.%s = %j', (section, name, value) => {
    expect(problemsInLanshan([[section, name, value]])).toEqual([]);
  });

  it('is told that a longer notice does not fit the target for fund applications, unless that is moved too', () => {
    expect(problemsInLanshan([['election', 'meetingNoticeDays', 16]])).toEqual([
      { file: 'lanshan.yaml', path: 'election.meetingNoticeDays', reason: expect.stringContaining('the sum is 31') },
    ]);
    const both: [string, string, unknown][] = [
      ['election', 'meetingNoticeDays', 16],
      ['fund', 'fundOrdinaryTargetDays', 31],
    ];
    expect(problemsInLanshan(both)).toEqual([]);
  });
});
