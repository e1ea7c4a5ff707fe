import { listTimeline } from './listTimeline.ts';

export const timelineEndpoints = [listTimeline];
