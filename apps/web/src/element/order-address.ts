export interface OrderAddress {
  /** Of the service. */
  baseUrl: string;
  id: string;
}

/** Takes the address of an order apart. @param src may be relative to the page. @returns null: it is not one */
export function parseOrderAddress(src: string, pageUrl: string): OrderAddress | null {
  if (src === '' || !URL.canParse(src, pageUrl)) return null;
  const { protocol, origin, pathname } = new URL(src, pageUrl);
  const [, path, id] = /^(.*)\/v1\/orders\/(ord_[0-9a-z]+)\/?$/.exec(pathname) ?? [];
  if (path === undefined || id === undefined || !/^https?:$/.test(protocol)) return null;
  return { baseUrl: origin + path, id };
}
