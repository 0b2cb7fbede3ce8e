import ipaddr from 'ipaddr.js';

/** Where no webhook may go, even if private networks are allowed: no receiver is there, and what is there is worth attacking. */

/** Services of cloud hosts, which hand credentials to whoever runs on a machine. Some of their addresses look public. */
const cloudServices = [
  '169.254.0.0/16', // link-local: metadata of Amazon, Azure, Google, Oracle, DigitalOcean, OpenStack and others
  'fe80::/10', // link-local in IPv6
  'fd00:ec2::/32', // Amazon
  'fd20:ce::254/128', // Google
  'fd00:c1::a9fe:a9fe/128', // Oracle
  'fd00:42::42/128', // Scaleway
  '100.100.100.200/32', // Alibaba
  '168.63.129.16/32', // Azure's host
].map((range) => ipaddr.parseCIDR(range));

/** The low 32 bits of these IPv6 addresses are an IPv4 address (NAT64, RFC 6052). */
const translated = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

/** @param address an IPv4 address in its own form, not mapped into IPv6 */
export function isCloudService(address: IpAddress): boolean {
  const actual = address.kind() === 'ipv6' && address.match(translated) ? lastFour(address) : address;
  return cloudServices.some((range) => actual.kind() === range[0].kind() && actual.match(range));
}

const lastFour = (address: IpAddress) => ipaddr.fromByteArray(address.toByteArray().slice(-4));

/**
 * Ports of other protocols, which could take a request for commands: the bad ports of browsers
 * (https://fetch.spec.whatwg.org/#port-blocking) but discard, which obeys nobody, then databases, caches and control planes.
 */
const refusedPorts = new Set([
  0, 1, 7, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
  // SQL Server, Oracle, Docker, etcd, MySQL, RDP, Postgres, VNC, Redis, Cassandra, Elasticsearch, kubelet, Memcached, MongoDB
  1433,
  1521, 2375, 2376, 2379, 2380, 3306, 3389, 5432, 5900, 6379, 9042, 9200, 9300, 10250, 11211, 27017,
]);

export const isRefusedPort = (port: number) => refusedPorts.has(port);
