/** The parts of an order that these tests look at. */
export interface Order {
  id: string;
  status: string;
  expiresAt: string;
  cancelledAt: string | null;
}

export interface Answer<Body = Order> {
  status: number;
  body: Body;
  headers: Headers;
  /** How long the answer took. */
  ms: number;
}

/** A shop that uses the api that `npm start` runs, with the token in its banner. */
export interface Shop {
  placeOrder: (expiresInSeconds: number) => Promise<Answer>;
  readOrder: (id: string) => Promise<Answer>;
  payOrder: (id: string) => Promise<Answer>;
  readiness: () => Promise<Answer<{ status: string }>>;
}

export function createShop(apiPort: number, banner: string): Shop {
  const token = /token=(\S+);/.exec(banner)?.[1];
  const send = async <Body>(path: string, body?: object): Promise<Answer<Body>> => {
    const sentMs = performance.now();
    const response = await fetch(`http://127.0.0.1:${apiPort}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const parsed = (await response.json()) as Body;
    const { status, headers } = response;
    return { status, headers, body: parsed, ms: performance.now() - sentMs };
  };
  return {
    placeOrder: (expiresInSeconds) =>
      send('/v1/orders', { customerId: 'cus_42', amount: 12_900, currency: 'CNY', expiresInSeconds }),
    readOrder: (id) => send(`/v1/orders/${id}`),
    payOrder: (id) => send(`/v1/orders/${id}/pay`, { paymentReference: `pay_${id}` }),
    readiness: () => send('/health/ready'),
  };
}
