import { z } from 'zod';
import {
  cancelOrderBody,
  extendOrderBody,
  orderIdParameter,
  orderItem,
  payOrderBody,
  placeOrderBody,
} from '../orders/requests.ts';
import {
  countdownResponse,
  orderEventResponse,
  orderItemResponse,
  orderPageResponse,
  orderResponse,
  placedOrderResponse,
  timelineResponse,
} from '../orders/responses.ts';
import {
  registeredWebhookResponse,
  registerWebhookBody,
  webhookDeliveryPageResponse,
  webhookDeliveryResponse,
  webhookEndpointListResponse,
  webhookEndpointResponse,
} from '../webhooks/contract.ts';
import {
  livenessResponse,
  problemKindResponse,
  problemResponse,
  readinessResponse,
} from '../http/responses.ts';
import { problems, type ProblemCode } from '../http/problem.ts';

const code = z.enum(Object.keys(problems) as ProblemCode[]);

/** The contract's schemas, by the names that the document and generated clients know them by. */
const named = {
  PlaceOrder: placeOrderBody,
  PlaceOrderItem: orderItem,
  PayOrder: payOrderBody,
  CancelOrder: cancelOrderBody,
  ExtendOrder: extendOrderBody,
  Order: orderResponse,
  OrderItem: orderItemResponse,
  PlacedOrder: placedOrderResponse,
  OrderPage: orderPageResponse,
  Countdown: countdownResponse,
  Timeline: timelineResponse,
  OrderEvent: orderEventResponse,
  RegisterWebhook: registerWebhookBody,
  RegisteredWebhook: registeredWebhookResponse,
  WebhookEndpoint: webhookEndpointResponse,
  WebhookEndpointList: webhookEndpointListResponse,
  WebhookDelivery: webhookDeliveryResponse,
  WebhookDeliveryPage: webhookDeliveryPageResponse,
  Problem: problemResponse.extend({ code }),
  ProblemKind: problemKindResponse.extend({ code }),
  Liveness: livenessResponse,
  Readiness: readinessResponse,
} satisfies Record<string, z.ZodType>;

export type SchemaName = keyof typeof named;

export type JsonSchema = z.core.JSONSchema.BaseSchema;

export const schemaRef = (name: SchemaName) => ({ $ref: pointerTo(name) });

/** A body that may be left out is one of which nothing need be said. */
export const mayBeLeftOut = (name: SchemaName) => named[name].safeParse({}).success;

const pointerTo = (name: string) => `#/components/schemas/${name}`;

/**
 * All of them as JSON Schema 2020-12, which OpenAPI 3.1 speaks. By zod itself: zod-openapi would add no more
 * than the paths, which our table of operations says anyway.
 *
 * As `input`, so that bodies are what clients send. Responses have no other side, and stay open for members to come.
 */
export function componentSchemas(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: pointerTo, io: 'input' });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema)]));
}

export const orderIdSchema = bare(z.toJSONSchema(orderIdParameter));

/** The schema of each member of a query. */
export function membersOf(query: z.ZodObject): Record<string, JsonSchema> {
  const { properties = {} } = z.toJSONSchema(query, { io: 'input' });
  return properties as Record<string, JsonSchema>;
}

/** Inside the document, where a schema is from and which dialect it speaks goes without saying. */
function bare(schema: JsonSchema): JsonSchema {
  const { $schema: _, $id: __, ...rest } = schema;
  return rest;
}
