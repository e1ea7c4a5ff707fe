import { listTimeline } from './listTimeline.ts';
import { takeAnchor } from './takeAnchor.ts';
import { verifyTimeline } from './verifyTimeline.ts';

export const timelineEndpoints = [listTimeline, verifyTimeline, takeAnchor];
