import { createPublicKey, createVerify, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { serveNotifications, type Notification, type Reply } from './notifications.ts';
import { confirmPayment, createApi, failPayment, type Api } from './order-countdown-api.ts';

// npx node examples/alipay.ts "$api" "$token" <app id> <file with Alipay's public key, PEM> 4243
//
// The shop passes the order's id as `out_trade_no`, its amount in yuan as `total_amount`, and this receiver as `notify_url`.
// Alipay pays in yuan, so the orders are in CNY.

export interface AlipayOptions {
  /** Alipay's public key, not the shop's. */
  alipayPublicKey: KeyObject;
  /** Alipay signs for all its merchants with keys of theirs: what it tells another one's app is not ours. */
  appId: string;
  api: Api;
}

/** Alipay sends a notification for about a day, until the answer is this text. */
const done: Reply = { status: 200, text: 'success' };

const provider = 'alipay';

/** Receives Alipay's asynchronous notifications. See https://opendocs.alipay.com/open/270/105902 */
export function createAlipayReceiver({ alipayPublicKey, appId, api }: AlipayOptions) {
  return async ({ body }: Pick<Notification, 'body'>): Promise<Reply> => {
    const told = new URLSearchParams(body);
    if (!isSigned(told, alipayPublicKey) || told.get('app_id') !== appId) {
      return { status: 400, text: 'fail' };
    }
    const orderId = told.get('out_trade_no') ?? '';
    const reference = told.get('trade_no') ?? '';
    switch (told.get('trade_status')) {
      // The QR code was scanned: the shopper is about to pay.
      case 'WAIT_BUYER_PAY':
        await api.post(`/v1/orders/${orderId}/payment-attempts`, { provider, reference });
        break;
      case 'TRADE_SUCCESS':
      case 'TRADE_FINISHED': {
        await requireYuan(api, orderId);
        const amount = fenOf(told.get('total_amount') ?? '');
        // Refused, the money is recorded as a refund that is due: give it back with `alipay.trade.refund`.
        await confirmPayment(api, orderId, { provider, reference, amount });
        break;
      }
      case 'TRADE_CLOSED':
        await failPayment(api, orderId, { provider, reference, reason: 'closed' });
        break;
      default:
    }
    return done;
  };
}

/** 129.00 yuan are not 129.00 euros. Thrown, so Alipay asks again for a day while somebody looks at it by hand. */
async function requireYuan(api: Api, orderId: string): Promise<void> {
  const { currency } = await api.get<{ currency: string }>(`/v1/orders/${orderId}`);
  if (currency !== 'CNY')
    throw new Error(`${orderId} is in ${currency}, and was paid in yuan: look at it by hand`);
}

/** RSA2: SHA256 with RSA, of all members but two, sorted by their names. */
function isSigned(told: URLSearchParams, publicKey: KeyObject): boolean {
  const members = [...told].filter(([name, value]) => !['sign', 'sign_type'].includes(name) && value !== '');
  const text = members
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  if (told.get('sign_type') !== 'RSA2') return false;
  return createVerify('RSA-SHA256')
    .update(text)
    .verify(publicKey, told.get('sign') ?? '', 'base64');
}

/** `129.00` yuan are 12900 fen. Not by multiplying: 1.13 * 100 is 112.99999999999999. */
function fenOf(yuan: string): number {
  const [, whole, part = ''] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan) ?? [];
  if (whole === undefined) throw new Error(`not an amount: ${yuan}`);
  return Number(whole + part.padEnd(2, '0'));
}

if (import.meta.main) {
  const [baseUrl, token, appId, keyFile, port = '4243'] = process.argv.slice(2);
  if (!baseUrl || !token || !appId || !keyFile) {
    console.error(
      'usage: npx node examples/alipay.ts <API> <token of a backend> <app id> <file with Alipay’s public key> [port, default 4243]',
    );
    process.exit(2);
  }
  // Throws at once if it is no key.
  const alipayPublicKey = createPublicKey(readFileSync(keyFile));
  const receive = createAlipayReceiver({ alipayPublicKey, appId, api: createApi(baseUrl, token) });
  serveNotifications(receive).listen(Number(port), '127.0.0.1', () =>
    console.log(`listening on http://127.0.0.1:${port}`),
  );
}
