import { createCalendarFeed, listCalendarFeeds, revokeCalendarFeed } from './manageFeeds.ts';
import { readCalendarFeed } from './readFeed.ts';

export const calendarFeedEndpoints = [listCalendarFeeds, createCalendarFeed, revokeCalendarFeed, readCalendarFeed];
