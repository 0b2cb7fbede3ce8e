/** What a second browser needs to follow an order. */
export interface ViewerLink {
  orderId: string;
  /** A view token: it reads this order, and nothing else. */
  token: string;
}

/** The token is in the fragment, which browsers send nowhere. */
export function viewerUrl({ orderId, token }: ViewerLink): string {
  return `${location.origin}/#${new URLSearchParams({ order: orderId, token }).toString()}`;
}

/** Null: the address is that of the shop. */
export function readViewerLink(fragment: string): ViewerLink | null {
  const values = new URLSearchParams(fragment.slice(1));
  const [orderId, token] = [values.get('order'), values.get('token')];
  return orderId === null && token === null ? null : { orderId: orderId ?? '', token: token ?? '' };
}
