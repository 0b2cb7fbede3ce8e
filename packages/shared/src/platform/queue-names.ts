/** BullMQ's queues, for whatever store they are in. */
export const alarmQueueName = 'order-expiry';
export const webhookQueueName = 'webhook';
