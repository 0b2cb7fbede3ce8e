export { createOrderCountdown, type OrderCountdown } from './client.ts';
export type { components, operations, paths } from './openapi.ts';
export type { Answer, Body, OperationId, Query } from './operation.ts';
export type { CallOptions, KeyedCallOptions, OrderCountdownOptions, StreamOptions } from './options.ts';
export type { Paged } from './pages.ts';
export {
  OrderCountdownConnectionError,
  OrderCountdownProblem,
  type FieldError,
  type ProblemCode,
} from './problem.ts';
export type { StreamedEvent } from './stream.ts';
export type { OrderEvent, OrderUpdate } from './watch-state.ts';
export type { OrderWatch, WatchOptions } from './watch.ts';
export {
  OrderCountdownWebhookError,
  verifyWebhook,
  type ReceivedWebhook,
  type WebhookMessage,
} from './webhook.ts';
export { createOrderViewer, type OrderViewer } from './viewer.ts';
