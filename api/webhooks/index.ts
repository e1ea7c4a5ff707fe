import {
  listMailDeliveries,
  listWebhookDeliveries,
  replayMailDeliveries,
  replayWebhookDeliveries,
  replayWebhookDelivery,
  testWebhook,
} from './deliveries.ts';
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  rotateWebhookSecret,
  updateWebhook,
} from './manageWebhooks.ts';

export const webhookEndpoints = [
  listWebhooks,
  createWebhook,
  getWebhook,
  updateWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  testWebhook,
  listWebhookDeliveries,
  replayWebhookDelivery,
  replayWebhookDeliveries,
  listMailDeliveries,
  replayMailDeliveries,
];
