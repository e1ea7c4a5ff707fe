import { countNotifications, listNotifications } from './listNotifications.ts';
import { markAllNotificationsRead, markNotificationRead } from './markRead.ts';
import { getMyNotificationSettings, setMyNotificationSettings } from './mySettings.ts';

export const notificationEndpoints = [
  listNotifications,
  countNotifications,
  markNotificationRead,
  markAllNotificationsRead,
  getMyNotificationSettings,
  setMyNotificationSettings,
];
