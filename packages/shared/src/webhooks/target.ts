import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Config } from '../platform/config.ts';
import { within } from '../platform/within.ts';
import { isCloudService, isRefusedPort } from './refused-targets.ts';

/** Where webhooks may be sent. Protects internal services from requests forged through a webhook URL (SSRF). */
export interface TargetPolicy {
  /** Allows loopback, private and other reserved addresses, but never the services of a cloud's hosts. */
  allowsPrivateNetwork: boolean;
  /** Allows URLs without TLS. */
  allowsHttp: boolean;
  /** Empty: all but those of other protocols. */
  allowedPorts: readonly number[];
}

export function targetPolicy(
  config: Pick<Config, 'NODE_ENV' | 'WEBHOOK_ALLOW_PRIVATE_NETWORK' | 'WEBHOOK_ALLOWED_PORTS'>,
): TargetPolicy {
  const allowsPrivateNetwork = config.WEBHOOK_ALLOW_PRIVATE_NETWORK;
  const allowsHttp = allowsPrivateNetwork || config.NODE_ENV !== 'production';
  return { allowsPrivateNetwork, allowsHttp, allowedPorts: config.WEBHOOK_ALLOWED_PORTS };
}

/** The policy does not allow the address. The message is shown to the API's caller. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

const resolveTimeLimitMs = 3_000;

/**
 * Checks a URL before it is stored. Its host name may resolve to another address later, so each connection calls
 * {@link resolveTarget} again.
 *
 * @throws TargetRefused, also if the host name cannot be resolved within 3 s
 */
export async function checkTarget(url: URL, policy: TargetPolicy): Promise<void> {
  checkUrl(url, policy);
  if (policy.allowsPrivateNetwork) return;
  await within(resolveTimeLimitMs, resolveTarget(hostOf(url), policy)).catch((error: unknown) => {
    throw error instanceof TargetRefused
      ? error
      : new TargetRefused('has a host name that cannot be resolved');
  });
}

/** Checks what needs no DNS lookup. @throws TargetRefused */
export function checkUrl(url: URL, policy: TargetPolicy): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new TargetRefused('must be an https:// URL');
  if (url.protocol === 'http:' && !policy.allowsHttp) throw new TargetRefused('must be an https:// URL');
  if (url.username !== '' || url.password !== '')
    throw new TargetRefused('must not contain a user name or a password');
  checkPort(url, policy);
  const host = hostOf(url);
  if (isIP(host) !== 0) checkAddress(host, policy);
}

function checkPort({ port, protocol }: URL, { allowedPorts }: TargetPolicy): void {
  const number = port === '' ? defaultPorts[protocol as keyof typeof defaultPorts] : Number(port);
  if (isRefusedPort(number))
    throw new TargetRefused(`has the port ${number}, which belongs to another protocol`);
  if (allowedPorts.length > 0 && !allowedPorts.includes(number)) {
    throw new TargetRefused(
      `has the port ${number}, which is not allowed (allowed: ${allowedPorts.join(', ')})`,
    );
  }
}

const defaultPorts = { 'https:': 443, 'http:': 80 };

/** The host as sockets and resolvers expect it: an IPv6 address without brackets. */
export const hostOf = (url: URL) => url.hostname.replace(/^\[(.*)\]$/, '$1');

/**
 * Resolves a host name to the addresses to connect to. A single address that is not allowed refuses the name.
 *
 * @throws TargetRefused, or the resolver's error
 */
export async function resolveTarget(host: string, policy: TargetPolicy): Promise<LookupAddress[]> {
  const addresses = await resolveOnce(host);
  for (const { address } of addresses) checkAddress(address, policy);
  return addresses;
}

/** Lookups in flight. Each occupies one of libuv's four threads, so a name that hangs must occupy only one. */
const lookups = new Map<string, Promise<LookupAddress[]>>();

function resolveOnce(host: string): Promise<LookupAddress[]> {
  const running = lookups.get(host) ?? lookup(host, { all: true }).finally(() => lookups.delete(host));
  lookups.set(host, running);
  return running;
}

/** The global unicast addresses of IPv6. The rest is reserved, or embeds IPv4 addresses. */
const globalIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

function checkAddress(text: string, policy: TargetPolicy): void {
  // Converts an IPv4-mapped IPv6 address to IPv4.
  const address = ipaddr.process(text);
  if (isCloudService(address)) {
    throw new TargetRefused('must resolve to a public address, not to a service of its cloud');
  }
  if (policy.allowsPrivateNetwork) return;
  const isGlobal = address.kind() === 'ipv4' || address.match(globalIpv6);
  if (!isGlobal || address.range() !== 'unicast') {
    throw new TargetRefused('must resolve to a public address, not to a private or reserved one');
  }
}
