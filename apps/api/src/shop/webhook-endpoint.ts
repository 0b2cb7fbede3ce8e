import { singleFlight } from '@order-countdown/shared/platform/single-flight';
import { maxEndpoints, type WebhookEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { checkTarget, TargetRefused, type TargetPolicy } from '@order-countdown/shared/webhooks/target';

export interface EndpointDependencies {
  endpoints: Pick<WebhookEndpoints, 'list' | 'readSecret' | 'register' | 'remove'>;
  targetPolicy: TargetPolicy;
}

/** How the page verifies webhooks; or why there are none. */
export type ShopEndpoint = { id: string; secret: string; missing: null } | { missing: string };

/** By which the shop knows its endpoint again. */
const description = 'The shop to try, at / of this server';

/**
 * @returns makes sure that there is one endpoint at `url` for all pages of the shop, and that it is enabled. One that an
 *   earlier run registered at another address, or whose secret cannot be read any more, is replaced
 */
export function createShopEndpoint(
  dependencies: EndpointDependencies,
): (url: string) => Promise<ShopEndpoint> {
  const { endpoints, targetPolicy } = dependencies;
  let wanted = '';

  async function known(): Promise<ShopEndpoint | null> {
    const [ours, ...more] = (await endpoints.list()).filter((each) => each.description === description);
    for (const { id } of more) await endpoints.remove(id);
    if (!ours) return null;
    const isUsable = ours.url === wanted && ours.enabled && ours.eventTypes === null;
    const found = isUsable ? await endpoints.readSecret(ours.id).catch(() => null) : null;
    if (found) return { id: ours.id, secret: found.secret, missing: null };
    await endpoints.remove(ours.id);
    return null;
  }

  async function register(): Promise<ShopEndpoint> {
    const draft = { url: wanted, eventTypes: null, description, enabled: true };
    const registered = await endpoints.register(draft);
    if (!registered) return { missing: `There are already ${maxEndpoints} webhook endpoints.` };
    return { id: registered.id, secret: registered.secret, missing: null };
  }

  // Two pages that open at once share it.
  const ensure = singleFlight(async () => (await known()) ?? register());

  return async (url) => {
    try {
      await checkTarget(new URL(url), targetPolicy);
    } catch (error) {
      if (!(error instanceof TargetRefused)) throw error;
      return { missing: `This server sends no webhooks to itself: the URL ${error.message}.` };
    }
    wanted = url;
    return ensure();
  };
}
