import { createOrderCountdown, type OrderUpdate, type OrderWatch } from '@order-countdown/client';
import { actions, type ActionName, type Clients, type Current, type Order } from './actions.ts';
import { followOrder } from './following.ts';
import type { Good, PaymentWindow } from './goods.ts';
import { createJournal, type Journal, type Kind } from './journal.ts';
import { chooseLanguage, speechOf, type Language, type Speech } from './language.ts';
import { noticeOf, type Notice } from './notice.ts';
import { recorded } from './recorder.ts';
import { createScheduler } from './scheduler.ts';
import { createSession } from './session.ts';
import { showWebhooks } from './webhooks.ts';

/** Everything that the page shows, and all that can be done with it. */
export interface Shop {
  speech: Speech;
  isReady: boolean;
  /** Why there are no webhooks. Null: they are shown. */
  webhooksMissing: string | null;
  window: PaymentWindow;
  /** The good that was ordered last. */
  current: Current | null;
  isBusy: boolean;
  notice: Notice | null;
  journal: Journal;
  kinds: readonly Kind[];
  shownKinds: Set<Kind>;
  start(): Promise<void>;
  place(good: Good): Promise<void>;
  act(name: ActionName): Promise<void>;
  /** After the visitor has changed something that is only shown. */
  change: (change: Partial<Pick<Shop, 'window' | 'notice' | 'shownKinds'>>) => void;
  speak: (language: Language) => void;
}

const kinds: readonly Kind[] = ['call', 'stream', 'webhook'];

/** The order of this tab, so that it is there again when the page is reloaded. */
const orderKey = 'order-countdown order';

/** @param draw called when something has changed */
export function openShop(draw: () => void): Shop {
  const redraw = createScheduler(draw);
  const journal = createJournal(redraw);
  const send = globalThis.fetch.bind(globalThis);
  // What this page and the element on it send by themselves.
  globalThis.fetch = recorded(journal, send, null);
  const session = createSession();
  const clientAs = (who: keyof Clients) =>
    createOrderCountdown({
      baseUrl: location.origin,
      token: async () => (await session.granted())[who === 'shop' ? 'backendToken' : 'customerToken'],
      fetch: recorded(journal, send, who),
      maxRetries: 1,
    });
  const clients: Clients = { shopper: clientAs('shopper'), shop: clientAs('shop') };
  let stopFollowing = () => {};

  const shop: Shop = {
    speech: speechOf(),
    isReady: false,
    webhooksMissing: null,
    window: 60,
    current: null,
    isBusy: false,
    notice: null,
    journal,
    kinds,
    shownKinds: new Set(kinds),
    start,
    place: (good) => perform('place', () => place(good)),
    act: (name) => perform(name, (current) => actions[name].run(clients, current)),
    change: (change) => set(change),
    speak: (language) => set({ speech: chooseLanguage(language) }),
  };

  function set(change: Partial<Shop>): void {
    Object.assign(shop, change);
    redraw();
  }

  async function start(): Promise<void> {
    set({ notice: null });
    try {
      const { customerId, webhooks } = await session.open();
      set({ isReady: true, webhooksMissing: webhooks.missing });
      showWebhooks(customerId, session.secret, journal);
      const known = sessionStorage.getItem(orderKey);
      if (known) await show(await clients.shopper.getOrder(known));
    } catch {
      if (!shop.isReady) set({ notice: { kind: 'lost', retry: () => void start() } });
    }
  }

  /** One thing at a time: the buttons say so. */
  async function perform(
    what: ActionName | 'place',
    run: (current: Current) => Promise<unknown>,
  ): Promise<void> {
    const { current } = shop;
    if (shop.isBusy) return;
    set({ isBusy: true });
    try {
      await run(current!);
      set({ notice: { kind: 'done', what } });
    } catch (error) {
      set({ notice: noticeOf(error, what) });
    } finally {
      set({ isBusy: false });
      if (current && what !== 'place') await refresh(current);
    }
  }

  async function place({ sku, amount }: Good): Promise<void> {
    const { texts } = shop.speech;
    const item = { sku, name: texts.goods.names[sku], quantity: 1, unitAmount: amount };
    await show(
      await clients.shopper.placeOrder({
        amount,
        currency: 'CNY',
        items: [item],
        expiresInSeconds: shop.window,
      }),
    );
  }

  async function show(order: Order & { viewToken?: string }): Promise<void> {
    stopFollowing();
    const viewToken = order.viewToken ?? (await clients.shopper.createViewToken(order.id)).viewToken;
    sessionStorage.setItem(orderKey, order.id);
    const current: Current = {
      order,
      viewToken,
      attempt: null,
      isOverdue: false,
      remainingMs: () => order.remainingMs,
    };
    set({ current });
    follow(current);
  }

  function follow(current: Current): void {
    const { id } = current.order;
    const told = (update: OrderUpdate, watch: OrderWatch) => learn(current, update, watch);
    const failed = (error: unknown) => set({ notice: noticeOf(error, 'place') });
    const stop = followOrder(clients.shopper, id, { journal, told, failed });
    const ticking = setInterval(() => tick(current), 200);
    stopFollowing = () => {
      stop();
      clearInterval(ticking);
    };
  }

  function learn(current: Current, update: OrderUpdate, watch: OrderWatch): void {
    const { status, payBy, expiresAt, paymentInProgress } = update;
    Object.assign(current.order, { status, payBy, expiresAt, paymentInProgress });
    current.remainingMs = () => watch.remainingMs ?? 0;
    if (!paymentInProgress && update.type !== 'order.payment_started') current.attempt = null;
    current.isOverdue = false;
    redraw();
    if (status === 'pending') return;
    stopFollowing();
    // Whoever is busy refreshes it afterwards.
    if (!shop.isBusy) void refresh(current);
  }

  /** What no event tells: why it was cancelled, what is to be refunded. */
  async function refresh(current: Current): Promise<void> {
    if (current.order.status === 'pending') return;
    const order = await clients.shopper.getOrder(current.order.id).catch(() => current.order);
    Object.assign(current, { order });
    redraw();
  }

  /** That time passes is no event. */
  function tick(current: Current): void {
    const isOverdue = current.remainingMs() === 0;
    const isOver = current.attempt !== null && performance.now() > current.attempt.endsAt;
    if (isOver) current.attempt = null;
    if (isOver || isOverdue !== current.isOverdue) {
      current.isOverdue = isOverdue;
      redraw();
    }
  }

  return shop;
}
