import { archiveCampaign } from './archiveCampaign.ts';
import { createCampaign } from './createCampaign.ts';
import { deleteCampaign } from './deleteCampaign.ts';
import { getCampaign } from './getCampaign.ts';
import { importPaperCases, importPaperCasesFile, paperCasesTemplate } from './importPaperCases.ts';
import { launchCampaign } from './launchCampaign.ts';
import { listCampaignBulletins } from './listBulletins.ts';
import { listCampaigns } from './listCampaigns.ts';
import { listCampaignCompounds } from './listCompounds.ts';
import { listCampaignSchedule } from './listSchedule.ts';
import { retryCampaign } from './retryCampaign.ts';
import { setCampaignCompounds } from './setCompounds.ts';
import { staffCampaign } from './staffCampaign.ts';
import { updateCampaign } from './updateCampaign.ts';

export const campaignEndpoints = [
  listCampaigns,
  createCampaign,
  getCampaign,
  updateCampaign,
  deleteCampaign,
  listCampaignCompounds,
  listCampaignSchedule,
  setCampaignCompounds,
  staffCampaign,
  importPaperCases,
  importPaperCasesFile,
  paperCasesTemplate,
  launchCampaign,
  retryCampaign,
  archiveCampaign,
  listCampaignBulletins,
];
