import { repeatableRequest } from '../auth/repeatable.ts';
import { json, jsonBody } from '../http/content.ts';
import { doOnce, repeatDescription, repeatHeaders } from '../http/repeat.ts';
import { route } from '../http/route.ts';
import { endpointParams, rotatedWebhookResponse, rotateSecretBody } from './contract.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { rotatedEndpoint } from './examples.ts';
import { endpointNotFound } from './refusals.ts';
import { representEndpoint } from './representation.ts';

export const rotateWebhookSecret = route({
  operationId: 'rotateWebhookSecret',
  method: 'post',
  path: '/v1/webhook-endpoints/{endpointId}/rotate-secret',
  tag: 'Webhooks',
  summary: "Change an endpoint's secret",
  description: `Makes a new \`secret\`, which is returned here and never again. For \`overlapSeconds\`, messages are signed with the secret
of before, too: \`webhook-signature\` then holds two signatures, and libraries for Standard Webhooks accept the message with
either secret. Store the new one within that time. Rotating again meanwhile ends the older of the two.

${repeatDescription} The secret itself is not remembered: a repetition gets the one that is current then.`,
  need: 'backend',
  params: endpointParams,
  headers: repeatHeaders,
  body: jsonBody(rotateSecretBody, {
    'An hour to change over': { overlapSeconds: 3_600 },
    'The secret has leaked': { overlapSeconds: 0 },
  }),
  successes: {
    200: {
      description: 'The endpoint, with its new secret.',
      headers: ['Idempotency-Replayed'],
      content: json(rotatedWebhookResponse, { Rotated: rotatedEndpoint }),
    },
  },
  problems: ['not_found', 'idempotency_key_reused'],
  handle:
    ({ endpoints, once }: WebhookDependencies) =>
    async ({ params: { endpointId }, body: { overlapSeconds }, headers }, response) => {
      const request = repeatableRequest(response, 'rotateWebhookSecret', headers, {
        endpointId,
        overlapSeconds,
      });
      // Only the id is remembered: the secret stays sealed.
      await doOnce(response, once, request, async (queries) => {
        if (!(await endpoints.rotateSecret(endpointId, overlapSeconds, queries))) throw endpointNotFound();
        return { id: endpointId };
      });
      const rotated = await endpoints.readSecret(endpointId);
      if (!rotated) throw endpointNotFound();
      const { endpoint, secret, previousSecretUntil } = rotated;
      response.json({
        ...representEndpoint(endpoint),
        secret,
        previousSecretExpiresAt: previousSecretUntil?.toISOString() ?? null,
      });
    },
});
