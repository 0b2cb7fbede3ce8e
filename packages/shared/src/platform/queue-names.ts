/** BullMQ's queues, for whatever store they are in. */

/** Of the only queue of alarms, or what the names of its shards begin with. */
export const alarmQueueName = 'order-expiry';
export const webhookQueueName = 'webhook';
