import { Readable } from 'node:stream';
import { z } from 'zod';
import { dayOf } from '../../domain/calendar/calendar.ts';
import { Refusal } from '../../domain/errors.ts';
import { monthSchema } from '../../domain/rankings/complaintMonth.ts';
import { languages } from '../../domain/text.ts';
import { campaignParams } from '../campaigns/campaignView.ts';
import { endpoint, everyone } from '../endpoint.ts';
import { bulletinOf } from './bulletin.ts';
import { bulletinPage } from './bulletinPage.ts';
import { campaignReport } from './campaignReport.ts';

/** Nothing is loaded and nothing runs; only the page's own style holds. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

export const getBulletin = endpoint({
  method: 'get',
  path: '/api/v1/campaigns/{id}/bulletin',
  operationId: 'getCampaignBulletin',
  tag: 'reports',
  summary:
    'A month of the campaign as a page to print: by street, figures with definitions, what is overdue, what changed',
  description:
    'Computed from the cases as they are now, within sight. Published figures that are corrected later show in a bulletin that is made ' +
    'later. Every reading is in the audit log.',
  access: { roles: everyone },
  params: campaignParams,
  query: z.strictObject({
    month: monthSchema.optional().describe('Default the present one'),
    format: z.literal('html').optional(),
    lang: z.enum(languages).optional().describe('Default as Accept-Language says'),
  }),
  responses: { 200: { mediaTypes: ['text/html'], description: 'A page without scripts and without further requests' } },
  errors: ['not-found', 'selection-too-large'],
  handler: async ({ params: { id }, query, actor, space, services, language: asked, address, requestId }) => {
    const language = query.lang ?? asked;
    const { month } = query;
    const report = await campaignReport(
      { services, space, actor },
      id,
      month === undefined ? { present: true } : { from: month, to: month },
    );
    const present = dayOf(report.now.toISOString()).slice(0, 7);
    if (report.window.to > present) {
      throw new Refusal('malformed-request', {
        zh: `month：${report.window.to} 尚未开始，当前月份为 ${present}`,
        en: `month: ${report.window.to} has not begun; the present month is ${present}`,
      });
    }
    const page = bulletinPage(await bulletinOf(space, report, language), language);
    await services.audit.append({
      at: services.clock(),
      what: 'reportExported',
      actor: { id: actor.id, role: actor.role },
      space: space.space,
      operation: 'getCampaignBulletin',
      subject: id,
      detail: `bulletin of ${report.window.to}`,
      address,
      requestId,
    });
    return {
      status: 200,
      mediaType: 'text/html; charset=utf-8',
      headers: {
        'Content-Security-Policy': pagePolicy,
        'Content-Language': language === 'zh' ? 'zh-CN' : 'en',
        'X-Content-Type-Options': 'nosniff',
      },
      stream: Readable.from([Buffer.from(page)], { objectMode: false }),
    };
  },
});
