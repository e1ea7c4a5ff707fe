import { listTimeline } from './listTimeline.ts';
import { verifyTimeline } from './verifyTimeline.ts';

export const timelineEndpoints = [listTimeline, verifyTimeline];
