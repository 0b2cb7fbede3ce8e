import { expect, test } from 'vitest';
import {
  checkTarget,
  checkUrl,
  hostOf,
  resolveTarget,
  targetPolicy,
  TargetRefused,
  type TargetPolicy,
} from '../src/webhooks/target.ts';

const open: TargetPolicy = { allowsPrivateNetwork: true, allowsHttp: true, allowedPorts: [] };
const strict: TargetPolicy = { allowsPrivateNetwork: false, allowsHttp: false, allowedPorts: [] };

const check = (url: string, policy: TargetPolicy) => () => checkUrl(new URL(url), policy);

test.each([
  ['production', false, { allowsPrivateNetwork: false, allowsHttp: false }],
  ['production', true, { allowsPrivateNetwork: true, allowsHttp: true }],
  ['development', false, { allowsPrivateNetwork: false, allowsHttp: true }],
  ['test', true, { allowsPrivateNetwork: true, allowsHttp: true }],
] as const)('in %s with WEBHOOK_ALLOW_PRIVATE_NETWORK=%s the policy is %j', (env, allows, policy) => {
  const WEBHOOK_ALLOWED_PORTS = [443];
  const config = { NODE_ENV: env, WEBHOOK_ALLOW_PRIVATE_NETWORK: allows, WEBHOOK_ALLOWED_PORTS };
  expect(targetPolicy(config)).toEqual({ ...policy, allowedPorts: [443] });
});

test('an https URL with a host name passes the strictest policy', () => {
  expect(check('https://example.com:8443/hooks?a=b', strict)).not.toThrow();
});

test('an http URL passes only a policy that allows it', () => {
  expect(check('http://example.com/', open)).not.toThrow();
  expect(check('http://example.com/', strict)).toThrow(/https/);
  expect(check('http://example.com/', strict)).toThrow(TargetRefused);
});

test.each(['ftp://example.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'ws://example.com/'])(
  '%s is refused by every policy',
  (url) => {
    expect(check(url, open)).toThrow(/https/);
    expect(check(url, { ...strict, allowsHttp: true })).toThrow(/https/);
  },
);

test.each(['https://user@example.com/', 'https://:password@example.com/', 'https://a:b@example.com/'])(
  '%s is refused for the credentials in it',
  (url) => {
    expect(check(url, open)).toThrow(/user|password|credential/);
  },
);

test.each([
  'https://1.1.1.1/',
  'https://93.184.215.14:8443/',
  'https://[2606:4700:4700::1111]/',
  'https://[::ffff:1.1.1.1]/',
])('%s is a public address', (url) => {
  expect(check(url, strict)).not.toThrow();
});

test.each([
  ['loopback', 'https://127.0.0.1/'],
  ['loopback, written as a number', 'https://2130706433/'],
  ['loopback in IPv6', 'https://[::1]/'],
  ['loopback inside IPv6', 'https://[::ffff:127.0.0.1]/'],
  ['a private network', 'https://10.0.0.1/'],
  ['a private network', 'https://172.16.0.1/'],
  ['a private network', 'https://192.168.1.1/'],
  ['a carrier’s own network', 'https://100.64.0.1/'],
  ['no address at all', 'https://0.0.0.0/'],
  ['broadcast', 'https://255.255.255.255/'],
  ['multicast', 'https://224.0.0.1/'],
  ['a unique local address', 'https://[fd00::1]/'],
  ['multicast in IPv6', 'https://[ff02::1]/'],
  ['documentation inside the global range', 'https://[2001:db8::1]/'],
  ['IPv4 translated into IPv6', 'https://[64:ff9b::7f00:1]/'],
  ['an IPv6 range that is not given out', 'https://[4000::1]/'],
])('%s (%s) is refused unless private networks are allowed', (_, url) => {
  expect(check(url, strict)).toThrow(/public|private/);
  expect(check(url, strict)).toThrow(TargetRefused);
  expect(check(url, open)).not.toThrow();
});

test.each([
  ['most clouds’ metadata', 'https://169.254.169.254/'],
  ['the metadata of Amazon’s containers', 'https://169.254.170.2/'],
  ['link-local in IPv6', 'https://[fe80::a9fe:a9fe]/'],
  ['Amazon’s metadata in IPv6', 'https://[fd00:ec2::254]/'],
  ['Google’s metadata in IPv6', 'https://[fd20:ce::254]/'],
  ['Oracle’s metadata in IPv6', 'https://[fd00:c1::a9fe:a9fe]/'],
  ['Scaleway’s metadata in IPv6', 'https://[fd00:42::42]/'],
  ['Alibaba’s metadata', 'https://100.100.100.200/'],
  ['Azure’s host', 'https://168.63.129.16/'],
  ['Azure’s host, written as a number', 'https://2822734096/'],
  ['Azure’s host inside IPv6', 'https://[::ffff:168.63.129.16]/'],
  ['Azure’s host translated into IPv6', 'https://[64:ff9b::a83f:8110]/'],
])('%s (%s) is refused by every policy', (_, url) => {
  for (const policy of [strict, open]) {
    expect(check(url, policy)).toThrow(TargetRefused);
  }
});

test.each(['https://168.63.129.17/', 'https://100.100.100.201/', 'https://[fd00:ec3::254]/'])(
  '%s, beside such an address, passes a policy that allows private networks',
  (url) => {
    expect(check(url, open)).not.toThrow();
  },
);

test.each([
  ['SSH', 'https://example.com:22/'],
  ['mail', 'http://1.1.1.1:25/'],
  ['IRC', 'https://example.com:6667/'],
  ['Docker', 'http://example.com:2375/'],
  ['Postgres', 'https://example.com:5432/'],
  ['Redis', 'http://10.0.0.1:6379/'],
  ['no port at all', 'https://example.com:0/'],
])('the port of %s (%s) is refused by every policy', (_, url) => {
  expect(check(url, { ...strict, allowsHttp: true })).toThrow(/port/);
  expect(check(url, open)).toThrow(/port/);
  expect(check(url, { ...open, allowedPorts: [Number(new URL(url).port)] })).toThrow(/port/);
});

const fewPorts = { ...open, allowedPorts: [443, 8_443] };

test.each(['https://example.com/', 'https://example.com:443/', 'https://example.com:8443/'])(
  'with the allowed ports 443 and 8443, %s passes',
  (url) => {
    expect(check(url, fewPorts)).not.toThrow();
  },
);

test.each(['https://example.com:8444/', 'http://example.com/'])(
  'with the allowed ports 443 and 8443, %s is refused',
  (url) => {
    expect(check(url, fewPorts)).toThrow(/port .* not allowed.*443, 8443/);
  },
);

test.each([
  ['https://[2606:4700:4700::1111]:8443/', '2606:4700:4700::1111'],
  ['https://1.1.1.1:8443/', '1.1.1.1'],
  ['https://example.com/', 'example.com'],
])('the host of %s is %s', (url, host) => {
  expect(hostOf(new URL(url))).toBe(host);
});

test('a name that resolves to a private address is refused', async () => {
  await expect(checkTarget(new URL('https://localhost/'), strict)).rejects.toThrow(/public|private/);
  await expect(resolveTarget('localhost', strict)).rejects.toBeInstanceOf(TargetRefused);
});

test.each(['168.63.129.16', '169.254.169.254'])(
  'a name that resolves to %s, a service of its cloud, is refused where private networks are allowed',
  async (address) => {
    await expect(resolveTarget(address, open)).rejects.toBeInstanceOf(TargetRefused);
  },
);

test('every address of a name is returned where private networks are allowed', async () => {
  const addresses = await resolveTarget('localhost', open);
  expect(addresses.length).toBeGreaterThan(0);
  for (const { address } of addresses) expect(['127.0.0.1', '::1']).toContain(address);
});

test('concurrent lookups of a name share one answer, and later ones ask again', async () => {
  const [first, second] = await Promise.all([
    resolveTarget('localhost', open),
    resolveTarget('localhost', open),
  ]);
  expect(second).toBe(first);
  expect(await resolveTarget('localhost', open)).not.toBe(first);
});

test('a URL is refused before its name is resolved', async () => {
  await expect(checkTarget(new URL('http://localhost/'), strict)).rejects.toThrow(/https/);
  await expect(checkTarget(new URL('ftp://localhost/'), open)).rejects.toBeInstanceOf(TargetRefused);
});

test('names are not resolved where private networks are allowed', async () => {
  await expect(checkTarget(new URL('https://nowhere.invalid/'), open)).resolves.toBeUndefined();
});
