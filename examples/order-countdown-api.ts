/** The HTTP API of order-countdown, for receivers of payment notifications. See /openapi.json. */
export interface Api {
  get<Body>(path: string): Promise<Body>;
  /** @returns what was decided: an accepted command (2xx), or a refusal (409 and 422) with its `code` */
  post(path: string, body: object, idempotencyKey?: string): Promise<Decision>;
}

export interface Decision {
  isAccepted: boolean;
  /** Of the refusal; undefined: there is none. */
  code: string | undefined;
}

export interface PaymentAttempt {
  id: string;
  provider: string | null;
  reference: string | null;
}

const timeLimitMs = 10_000;

interface Sent {
  method: string;
  headers?: Record<string, string>;
  body?: string;
}

/**
 * Any other answer, or none, is thrown: the receiver then answers with 500, and the provider sends its notification again.
 *
 * @param token a backend's
 */
export function createApi(baseUrl: string, token: string): Api {
  async function send(path: string, init: Sent): Promise<{ status: number; body: unknown }> {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...init.headers };
    const signal = AbortSignal.timeout(timeLimitMs);
    const response = await fetch(new URL(path, baseUrl), { ...init, headers, signal });
    const text = await response.text();
    if (!response.ok && response.status !== 409 && response.status !== 422) {
      throw new Error(`${init.method} ${path} was answered with ${response.status}: ${text}`);
    }
    return { status: response.status, body: JSON.parse(text) };
  }

  return {
    async get<Body>(path: string) {
      return (await send(path, { method: 'GET' })).body as Body;
    },
    async post(path, body, idempotencyKey) {
      const headers = idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey };
      const answer = await send(path, { method: 'POST', headers, body: JSON.stringify(body) });
      const isAccepted = answer.status < 300;
      return { isAccepted, code: isAccepted ? undefined : (answer.body as { code: string }).code };
    },
  };
}

/** The attempt that was started for a payment at a provider. */
export async function findAttempt(
  api: Api,
  orderId: string,
  payment: Pick<PaymentAttempt, 'provider' | 'reference'>,
): Promise<PaymentAttempt | undefined> {
  const { data } = await api.get<{ data: PaymentAttempt[] }>(`/v1/orders/${orderId}/payment-attempts`);
  return data.find(
    ({ provider, reference }) => provider === payment.provider && reference === payment.reference,
  );
}

/** Refused with the order as it is. The money has come all the same, and is recorded: it has to go back. */
const refusals = ['order_expired', 'order_cancelled', 'order_already_paid', 'amount_mismatch'];

/**
 * Tells that money has come. It may be told again and again.
 *
 * @returns whether the order is paid with it; false: a refund is due
 */
export async function confirmPayment(
  api: Api,
  orderId: string,
  payment: { provider: string; reference: string; amount: number },
): Promise<boolean> {
  const attempt = await findAttempt(api, orderId, payment);
  const { isAccepted, code = '' } = await api.post(`/v1/orders/${orderId}/pay`, {
    paymentReference: payment.reference,
    amount: payment.amount,
    ...(attempt && { attemptId: attempt.id }),
  });
  if (!isAccepted && !refusals.includes(code)) {
    throw new Error(`the payment ${payment.reference} of ${orderId} was refused: ${code}`);
  }
  return isAccepted;
}

/** Tells that a payment has failed, which ends what its attempt holds. */
export async function failPayment(
  api: Api,
  orderId: string,
  payment: { provider: string; reference: string; reason: string },
): Promise<void> {
  const attempt = await findAttempt(api, orderId, payment);
  if (!attempt) return;
  // Refused if the attempt has ended before, which is as well.
  await api.post(`/v1/orders/${orderId}/payment-attempts/${attempt.id}/fail`, { reason: payment.reason });
}
