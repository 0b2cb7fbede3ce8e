import { Router, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import type { Config } from '@order-countdown/shared/platform/config';
import { hasShop } from '@order-countdown/shared/platform/for-testing';
import { body } from '../http/body.ts';
import type { Built } from '../http/built.ts';
import { parse } from '../http/parse.ts';
import type { Streams } from '../stream/streams.ts';
import { createArrivals } from './arrivals.ts';
import { refuseOthers } from './local-only.ts';
import { shopPage } from './page.ts';
import { createShopTokens, customerId, newCustomerId } from './tokens.ts';
import { createShopEndpoint, type EndpointDependencies } from './webhook-endpoint.ts';
import { receiveWebhooks, streamWebhooks } from './webhooks.ts';

type ShopConfig = Pick<
  Config,
  'NODE_ENV' | 'HOST' | 'API_PROCESSES' | 'AUTH_JWT_SECRET' | 'TRUST_PROXY' | 'AUTH_ISSUER' | 'AUTH_AUDIENCE'
>;

export interface ShopDependencies extends EndpointDependencies {
  config: ShopConfig;
  built: Pick<Built, 'tags'>;
  streams: Pick<Streams, 'open'>;
  /** Counts requests, except those of the worker. */
  limitStrangers: RequestHandler;
}

/** Something to try the service with; no part of the API. */
export interface Shop {
  /** At `/shop`. */
  routes: Router;
  /** At `/`. */
  page: RequestHandler[];
}

const tokenBody = z.strictObject({ customerId: customerId.optional() });

/** Null: there is no shop, see {@link hasShop}. */
export function createShop({ config, built, ...dependencies }: ShopDependencies): Shop | null {
  const { AUTH_JWT_SECRET } = config;
  if (!hasShop(config) || AUTH_JWT_SECRET === undefined) return null;
  const issueTokens = createShopTokens({ ...config, AUTH_JWT_SECRET });
  const ensureEndpoint = createShopEndpoint(dependencies);
  const arrivals = createArrivals();

  const routes = Router({ strict: true });
  routes.use(refuseOthers);
  /** Where the worker sends the webhooks of all orders. */
  routes.post('/webhooks', ...receiveWebhooks(arrivals));
  routes.get('/webhooks/stream', dependencies.limitStrangers, streamWebhooks(arrivals, dependencies.streams));
  /** 200: tokens for the customer, or a new one, and for the server of the shop; how webhooks are verified. */
  routes.post('/token', dependencies.limitStrangers, ...body, async (request, response) => {
    const { customerId: customer = newCustomerId() } = parse('body', tokenBody, request.body ?? {});
    const tokens = await issueTokens(customer);
    const webhooks = await ensureEndpoint(`${addressOf(request)}/shop/webhooks`);
    response.set('Cache-Control', 'no-store').json({ customerId: customer, ...tokens, webhooks });
  });
  return { routes, page: shopPage(built) };
}

/** Where this request was received, so that the worker reaches it, too. */
function addressOf({ socket }: Request): string {
  const { localAddress = '', localPort } = socket;
  return `http://${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}
