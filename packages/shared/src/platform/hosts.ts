import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether only this machine can reach the host: 127.0.0.0/8, ::1 or `localhost`. IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return isIP(name) === 0 ? name === 'localhost' : ipaddr.process(name).range() === 'loopback';
}
