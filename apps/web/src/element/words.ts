/** What the element says, apart from the time. */
export interface Words {
  loading: string;
  pending: string;
  paying: string;
  checking: string;
  paid: string;
  cancelled: string;
  /** The token has expired, and there is no new one. */
  expired: string;
  /** The token was refused for another reason, and there is no other one. */
  refused: string;
  missing: string;
  /** `src` or `token` is not there, or makes no sense. */
  unset: string;
  failed: string;
  offline: string;
  extended: string;
  /** @param duration such as "5 minutes" */
  left: (duration: string) => string;
  day: string;
}

const english: Words = {
  loading: 'Loading…',
  pending: 'Time left to pay',
  paying: 'Payment in progress',
  checking: 'Time is up. Checking…',
  paid: 'Paid',
  cancelled: 'Cancelled',
  expired: 'Access to this order has expired. Reload the page.',
  refused: 'No access to this order.',
  missing: 'Order not found',
  unset: 'This countdown has no order to show.',
  failed: 'The countdown can’t be shown.',
  offline: 'No connection. Trying again…',
  extended: 'There is more time to pay.',
  left: (duration) => `${duration} left to pay`,
  day: 'd ',
};

const chinese: Words = {
  loading: '正在加载…',
  pending: '剩余支付时间',
  paying: '正在支付',
  checking: '时间已到，正在确认…',
  paid: '已支付',
  cancelled: '已取消',
  expired: '订单访问权限已过期，请刷新页面。',
  refused: '无权查看此订单。',
  missing: '找不到订单',
  unset: '此倒计时没有可显示的订单。',
  failed: '无法显示倒计时。',
  offline: '网络已断开，正在重试…',
  extended: '支付时间已延长。',
  left: (duration) => `剩余支付时间：${duration}`,
  day: '天 ',
};

export const languages = { en: english, 'zh-CN': chinese };

export type Language = keyof typeof languages;

/** The element's language; if it is not one of ours, the nearest around it that is; else English. */
export function languageOf(element: Element): Language {
  for (let at: Element | null = element; at; at = at.parentElement ?? hostOf(at)) {
    const named = at.getAttribute('lang') ?? '';
    if (/^zh\b/i.test(named)) return 'zh-CN';
    if (/^en\b/i.test(named)) return 'en';
  }
  return 'en';
}

/** Outside of the shadow tree that the element is in. */
function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
