/** Who acts on an application, as the compound has them. */
import { z } from 'zod';
import type { CaseParameters } from '../case/opening.ts';
import type { OfficeCode } from '../organisation/offices.ts';
import { field } from '../procedures/forms.ts';
import { wordOf } from '../procedures/parameters.ts';
import { type Json, text } from '../text.ts';

/** The number that tells applications of one compound apart, such as `2026-03`; `E-` marks those that were no emergency. */
export const applicationNumber = z.string().regex(/^(E-)?\d{4}-\d{1,4}$/, 'such as 2026-03');

export const partyFields = {
  number: field(
    applicationNumber,
    text('申请编号', 'Number of the application'),
    text('如2026-03；同一小区可以同时有多个申请', 'such as 2026-03; a compound may have several at once'),
  ),
  company: field(
    z.boolean(),
    text('有物业服务企业', 'There is a property company'),
    text(
      '没有的，由相关业主提出，业主委员会代办（建设部令165号 22）',
      'Where there is none, the owners concerned propose, through their committee (Order 165, 22)',
    ),
  ),
  committee: field(
    z.boolean(),
    text('有业主委员会', 'There is an owners’ committee'),
    text('没有的，由居委会代行（物业管理条例20）', 'Where there is none, the residents’ committee acts (条例20)'),
  ),
};

/** A number without a mark. */
export const plainNumber = field(
  z.string().regex(/^\d{4}-\d{1,4}$/, 'such as 2026-03'),
  text('编号', 'Number'),
  text('如2026-03；同一小区可以同时有多个', 'such as 2026-03; a compound may have several at once'),
);

/** What an application starts with. */
export const applicationInput = z.strictObject(partyFields).meta({ id: 'FundInput' });

/** Owners without a company act through their committee, and without a committee through the residents' committee. */
export function standIns(input: Record<string, Json>): Partial<Record<OfficeCode, OfficeCode>> {
  const committee = input['committee'] === true ? 'ownersCommittee' : 'residentsCommittee';
  return {
    ...(input['committee'] !== true && { ownersCommittee: committee }),
    ...(input['company'] !== true && { propertyCompany: committee }),
  };
}

/** The office that holds the fund and tells the bank to pay (建设部令165号 22, 23). */
export function custodyOf(parameters: CaseParameters): OfficeCode {
  return wordOf(parameters, 'fund.fundCustody') === 'bureau' ? 'housingBureau' : 'ownersCommittee';
}
