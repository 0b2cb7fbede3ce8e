import type { OrderUpdate } from '@order-countdown/client';
import type { OrderCountdownDetail, OrderCountdownEventMap } from '@order-countdown/client/element';
import { followOrder, type Following, type Trouble } from './follow.ts';
import type { OrderAddress } from './order-address.ts';
import type { ViewTokens } from './view-tokens.ts';

/** What is known of an order, from its first update to its end. */
export interface Session {
  /** As it is now. Null: nothing is known yet. */
  readonly told: OrderCountdownDetail | null;
  readonly trouble: Trouble | null;
  /** How much of the payment window is left, 0 to 1. */
  readonly left: number;
  /** Whether the service has been out of reach for a while. */
  readonly isOffline: boolean;
  /** Follows the order. */
  begin(tokens: ViewTokens): void;
  /** To be called every second: tells of a deadline that draws near, and now and then asks the service how things are. */
  tick(): void;
  /** Asks the service how things are: what is known may be out of date. */
  wake(): void;
  end(): void;
}

export type EventName = keyof OrderCountdownEventMap;

interface SessionListener {
  warnSeconds: () => number;
  emit: (name: EventName, detail: OrderCountdownDetail) => void;
  changed: () => void;
}

/** Clocks drift, and that an attempt to pay has lapsed is no event. */
const resyncMs = 300_000;
const urgentResyncMs = 10_000;
/** What wakes a page comes in groups. */
const minResyncMs = 1_000;
/** Streams break and come back without anybody having to know. */
const offlineAfterMs = 2_500;

export function createSession(
  address: OrderAddress,
  { warnSeconds, emit, changed }: SessionListener,
): Session {
  let following: Following | null = null;
  let tokens: ViewTokens | null = null;
  let last: OrderUpdate | null = null;
  let lastAtMs = 0;
  let trouble: Trouble | null = null;
  let placedAtMs: number | null = null;
  let interruptedAtMs: number | null = null;
  let syncedAtMs = 0;
  let nextSyncMs = resyncMs;
  const emitted = new Set<EventName>();

  function told(): OrderCountdownDetail | null {
    if (!last) return null;
    const { status, payBy, expiresAt, paymentInProgress } = last;
    // With another token, the service may not be heard of for a while.
    const remainingMs =
      following?.remainingMs ?? Math.max(0, last.remainingMs - (performance.now() - lastAtMs));
    return { id: address.id, status, payBy, expiresAt, remainingMs, paymentInProgress };
  }

  function emitOnce(name: EventName, detail: OrderCountdownDetail): void {
    if (emitted.has(name)) return;
    emitted.add(name);
    emit(name, detail);
  }

  function warn(now: OrderCountdownDetail): void {
    if (now.status === 'pending' && now.remainingMs <= warnSeconds() * 1_000) emitOnce('order-expiring', now);
  }

  function updated(update: OrderUpdate): void {
    const isExtended = last !== null && Date.parse(update.payBy) > Date.parse(last.payBy);
    last = update;
    lastAtMs = performance.now();
    trouble = null;
    const detail = told()!;
    placedAtMs ??= serverNowMs(detail);
    if (isExtended) emit('order-extended', detail);
    warn(detail);
    if (detail.status !== 'pending') emitOnce(`order-${detail.status}`, detail);
    changed();
  }

  function failed(why: Trouble): void {
    trouble = why;
    changed();
  }

  function placed(atMs: number): void {
    placedAtMs = atMs;
    changed();
  }

  function noteSync(): void {
    syncedAtMs = performance.now();
    // Random, so that pages that were opened together don't ask together.
    nextSyncMs = 0.75 + Math.random() / 2;
  }

  function resync(): void {
    noteSync();
    following?.resync();
  }

  const isOver = () => last !== null && last.status !== 'pending';

  /** Not while the service is out of reach: the watch is trying, with pauses of its own. */
  function keepInSync(now: OrderCountdownDetail | null): void {
    if (!following || interruptedAtMs !== null || trouble || !now) return;
    const isUrgent = now.paymentInProgress || now.remainingMs === 0;
    const dueMs = nextSyncMs * (isUrgent ? urgentResyncMs : resyncMs);
    if (now.remainingMs > 0 && tokens?.isAboutToExpire(serverNowMs(now))) void following.renewToken();
    else if (performance.now() - syncedAtMs > dueMs) resync();
  }

  return {
    get told() {
      return told();
    },
    get trouble() {
      return trouble;
    },
    get left() {
      const now = told();
      if (!now || placedAtMs === null) return 0;
      const windowMs = Date.parse(now.expiresAt) - placedAtMs;
      return windowMs > 0 ? Math.min(1, now.remainingMs / windowMs) : 0;
    },
    get isOffline() {
      return interruptedAtMs !== null && performance.now() - interruptedAtMs > offlineAfterMs;
    },
    begin(next) {
      following?.stop();
      tokens = next;
      trouble = null;
      if (isOver()) return;
      noteSync();
      following = followOrder(address, tokens, { updated, failed, placed });
    },
    tick() {
      const now = told();
      if (isOver()) return;
      interruptedAtMs = following?.isInterrupted ? (interruptedAtMs ?? performance.now()) : null;
      if (now) warn(now);
      keepInSync(now);
    },
    wake() {
      if (!isOver() && performance.now() - syncedAtMs > minResyncMs) resync();
    },
    end() {
      following?.stop();
      following = null;
    },
  };
}

/** The clock of the service, in milliseconds since 1970. Right until the deadline. */
const serverNowMs = ({ expiresAt, remainingMs }: OrderCountdownDetail): number =>
  Date.parse(expiresAt) - remainingMs;
