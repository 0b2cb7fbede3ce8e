import { expect, test } from 'vitest';
import { isStream } from '../src/http/admission.ts';

test.each(['/v1/orders/ord_1/stream', '/v1/orders/ord_1/stream/', '/V1/orders/ord_1/Stream?token=a/b'])(
  '%s is the address of a stream',
  (url) => expect(isStream(url)).toBe(true),
);

test.each(['/v1/orders?x=/stream', '/v1/orders/ord_1?token=/stream/', '/v1/orders/stream-1', '/v1/orders'])(
  '%s is not the address of a stream, so it counts as a request in progress',
  (url) => expect(isStream(url)).toBe(false),
);
