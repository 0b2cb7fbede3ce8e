import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Config } from '../platform/config.ts';
import { within } from '../platform/within.ts';

/** Where webhooks may go. Whoever registers an address must not reach through us what only we can reach. */
export interface TargetPolicy {
  /** Loopback, private networks, link-local and the like, too. */
  allowsPrivateNetwork: boolean;
  /** Without TLS, too. */
  allowsHttp: boolean;
}

export function targetPolicy(
  config: Pick<Config, 'NODE_ENV' | 'WEBHOOK_ALLOW_PRIVATE_NETWORK'>,
): TargetPolicy {
  const allowsPrivateNetwork = config.WEBHOOK_ALLOW_PRIVATE_NETWORK;
  return { allowsPrivateNetwork, allowsHttp: allowsPrivateNetwork || config.NODE_ENV !== 'production' };
}

/** The address can't be delivered to. The message says why, to whoever registered it. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

const resolveTimeLimitMs = 3_000;

/**
 * Checks an address before it is stored. A name can point elsewhere tomorrow: {@link resolveTarget} is asked again
 * for each connection.
 *
 * @throws TargetRefused
 */
export async function checkTarget(url: URL, policy: TargetPolicy): Promise<void> {
  checkUrl(url, policy);
  if (policy.allowsPrivateNetwork) return;
  await within(resolveTimeLimitMs, resolveTarget(hostOf(url), policy)).catch((error: unknown) => {
    throw error instanceof TargetRefused ? error : new TargetRefused('its host name can not be resolved');
  });
}

/** What can be told without asking anybody. @throws TargetRefused */
export function checkUrl(url: URL, policy: TargetPolicy): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new TargetRefused('must be an https:// URL');
  if (url.protocol === 'http:' && !policy.allowsHttp) throw new TargetRefused('must be an https:// URL');
  if (url.username !== '' || url.password !== '')
    throw new TargetRefused('must not hold a user or a password');
  const host = hostOf(url);
  if (isIP(host) !== 0) checkAddress(host, policy);
}

/** As sockets and resolvers write it: an IPv6 address without its brackets. */
export const hostOf = (url: URL) => url.hostname.replace(/^\[(.*)\]$/, '$1');

/**
 * The addresses to connect to, each of them allowed. One that isn't spoils them all: such a name is up to no good.
 *
 * @throws TargetRefused; the resolver's own error when it knows no such name
 */
export async function resolveTarget(host: string, policy: TargetPolicy): Promise<LookupAddress[]> {
  const addresses = await resolveOnce(host);
  for (const { address } of addresses) checkAddress(address, policy);
  return addresses;
}

/** Resolving takes a thread of a pool of four: a name that hangs must not take them all. */
const underWay = new Map<string, Promise<LookupAddress[]>>();

function resolveOnce(host: string): Promise<LookupAddress[]> {
  const running = underWay.get(host) ?? lookup(host, { all: true }).finally(() => underWay.delete(host));
  underWay.set(host, running);
  return running;
}

/** Of IPv6 so much is given out for the open network; the rest is reserved, or carries IPv4 addresses inside. */
const globalIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

function checkAddress(text: string, policy: TargetPolicy): void {
  if (policy.allowsPrivateNetwork) return;
  // Turns an IPv4 address that is wrapped in an IPv6 one back into itself.
  const address = ipaddr.process(text);
  const isOpen = address.kind() === 'ipv4' || address.match(globalIpv6);
  if (!isOpen || address.range() !== 'unicast') {
    throw new TargetRefused('must lead to the public internet, not to a private or reserved address');
  }
}
