import { createDecipheriv } from 'node:crypto';
import { expect, test } from 'vitest';
import { deriveKey } from '../src/platform/derive-key.ts';
import { createSecretBox, newSecret } from '../src/webhooks/secret.ts';

const appSecret = 'a secret of our own that is long enough';
const endpointId = 'whe_01jdkz3y8re0fv2x9k7q5m4n6p';
const box = createSecretBox(appSecret);
const nonceBytes = 12;
const tagBytes = 16;

test('a new secret is 32 random bytes in base64 behind whsec_', () => {
  const secrets = Array.from({ length: 100 }, newSecret);
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
  }
});

test.each(['whsec_c2VjcmV0', 'ключ 🔑', ''])('the sealed secret «%s» opens', (secret) => {
  expect(box.open(box.seal(secret, endpointId), endpointId)).toBe(secret);
});

test('a sealed secret can’t be read', () => {
  expect(box.seal('secret', endpointId).includes('secret')).toBe(false);
});

test('the same secret is sealed differently each time', () => {
  expect(box.seal('secret', endpointId)).not.toEqual(box.seal('secret', endpointId));
});

// Rows that were sealed by an earlier release must open after an upgrade.
test('a sealed secret is a nonce, a tag and AES-256-GCM under the derived key', () => {
  const sealed = box.seal('secret', endpointId);
  const nonce = sealed.subarray(0, nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(appSecret, 'webhook secrets'), nonce);
  decipher.setAAD(Buffer.from(endpointId));
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  const text = decipher.update(sealed.subarray(nonceBytes + tagBytes), undefined, 'utf8');
  expect(text + decipher.final('utf8')).toBe('secret');
});

test('a sealed secret does not open with another APP_SECRET', () => {
  const sealed = box.seal('secret', endpointId);
  expect(() => createSecretBox(`${appSecret}!`).open(sealed, endpointId)).toThrow('authenticate');
});

test('a sealed secret does not open for another endpoint', () => {
  const sealed = box.seal('secret', endpointId);
  expect(() => box.open(sealed, 'whe_01jdkz3y8re0fv2x9k7q5m4n6q')).toThrow('authenticate');
});

test('a sealed secret does not open once any of its bytes has changed', () => {
  const sealed = box.seal('secret', endpointId);
  for (const index of sealed.keys()) {
    const changed = Buffer.from(sealed);
    changed[index]! ^= 1;
    expect(() => box.open(changed, endpointId)).toThrow('authenticate');
  }
});

test('a sealed secret with a shortened tag is refused', () => {
  const sealed = box.seal('', endpointId);
  expect(() => box.open(sealed.subarray(0, nonceBytes + 4), endpointId)).toThrow('tag');
});

test('a box with a previous APP_SECRET opens what both sealed, and reseals what the previous one did', () => {
  const next = createSecretBox('its successor, which is long enough, too', appSecret);
  const sealed = box.seal('secret', endpointId);
  expect(next.open(sealed, endpointId)).toBe('secret');
  const resealed = next.reseal(sealed, endpointId)!;
  expect(next.reseal(resealed, endpointId)).toBeNull();
  expect(createSecretBox('its successor, which is long enough, too').open(resealed, endpointId)).toBe(
    'secret',
  );
  expect(() => box.open(resealed, endpointId)).toThrow('authenticate');
  expect(() => createSecretBox('a stranger', appSecret).reseal(resealed, endpointId)).toThrow('authenticate');
});
