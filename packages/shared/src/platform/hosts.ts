import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether only this machine can reach the host: 127.0.0.0/8, ::1 or `localhost`. IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return isIP(name) === 0 ? name === 'localhost' : ipaddr.process(name).range() === 'loopback';
}

/** A host name or IP address, in brackets if IPv6, and a port. */
const hostHeader = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i;

/** Why a request for the host is refused, for whoever runs the service. */
export const misdirected = (host = '') =>
  `The host ${JSON.stringify(host.slice(0, 100))} is not served here. Its operator can add the name to ALLOWED_HOSTS.`;

interface HostConfig {
  NODE_ENV: string;
  HOST: string;
  ALLOWED_HOSTS: readonly string[];
}

/**
 * Whether a request was sent to a host of ours, by its `Host` header. A page of another site can make its own name
 * resolve to our address (DNS rebinding); its browser then sends that name, so it is told apart from ours. It cannot do
 * so with `localhost`, nor with an IP address.
 *
 * In production without `ALLOWED_HOSTS`, every host is expected.
 */
export function createHostCheck({ NODE_ENV, HOST, ALLOWED_HOSTS }: HostConfig) {
  const names = new Set(['localhost', HOST.toLowerCase(), ...ALLOWED_HOSTS]);
  const allowsAny = NODE_ENV === 'production' && ALLOWED_HOSTS.length === 0;
  /** Almost every request has the same. */
  let lastExpected: string | undefined;

  return function isExpectedHost(header: string | undefined): boolean {
    // Every browser sends one. A load balancer that checks with HTTP/1.0 does not.
    if (allowsAny || header === undefined || header === lastExpected) return true;
    const isExpected = isOurs(header);
    if (isExpected) lastExpected = header;
    return isExpected;
  };

  function isOurs(header: string): boolean {
    const host = hostHeader.exec(header)?.[1]?.toLowerCase();
    if (host === undefined) return false;
    const name = host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
    return isIP(name) !== 0 || name.endsWith('.localhost') || names.has(name);
  }
}
