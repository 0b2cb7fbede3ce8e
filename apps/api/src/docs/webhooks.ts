import type { z } from 'zod';
import { schemaRef, type JsonSchema } from './schemas.ts';

interface Message {
  type: string;
  summary: string;
  schema: z.ZodType;
  example?: object;
}

const header = (name: string, description: string, schema: JsonSchema) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema,
});

const headers = [
  header('webhook-id', 'Identifies the event: the same in every attempt. Ignore one that you have seen.', {
    type: 'string',
  }),
  header('webhook-timestamp', 'When it was sent, in seconds since 1970. Refuse what is minutes old.', {
    type: 'string',
    pattern: String.raw`^\d+$`,
  }),
  header(
    'webhook-signature',
    'One signature, or several separated by spaces while a former secret is still valid: one that fits is enough.',
    { type: 'string', pattern: '^v1,' },
  ),
];

const description = `Sent to each enabled endpoint that wants this type, signed as specified by
[Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.`;

/** Messages to receivers as the \`webhooks\` of the OpenAPI document, by event type. */
export function describeWebhooks(messages: readonly Message[]) {
  return Object.fromEntries(
    messages.map(({ type, summary, schema, example }) => [
      type,
      {
        post: {
          tags: ['Webhooks'],
          summary,
          description,
          security: [],
          parameters: headers,
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: schemaRef(schema),
                ...(example && { examples: { [type]: { value: example } } }),
              },
            },
          },
          responses: {
            '2XX': { description: 'Received.' },
            default: { description: 'Anything else, or nothing within 10 seconds: it is sent again later.' },
          },
        },
      },
    ]),
  );
}
