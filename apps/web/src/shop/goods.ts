import { svg, type SVGTemplateResult } from 'lit';
import type { Texts } from './texts-en.ts';

export interface Good {
  sku: keyof Texts['goods']['names'];
  /** In fen. */
  amount: number;
  /** Drawn on a square of 64, in the colours of the page. */
  picture: SVGTemplateResult;
}

export const goods: readonly Good[] = [
  {
    sku: 'teapot',
    amount: 12_900,
    picture: svg`<ellipse class="fill" cx="31" cy="39" rx="17" ry="14" />
      <path d="M14 39a17 14 0 1 0 34 0a17 14 0 1 0-34 0M20 28c2-7 20-7 22 0zM31 20v-4M48 34l9-6M47 43c6-1 8-8 10-15M16 32c-12-3-12 14 0 13" />`,
  },
  {
    sku: 'lantern',
    amount: 3_800,
    picture: svg`<ellipse class="fill" cx="32" cy="30" rx="18" ry="15" />
      <path d="M32 6v9M24 15h16M24 45h16M32 45v7M28 52v6M32 52v7M36 52v6M14 30a18 15 0 1 0 36 0a18 15 0 1 0-36 0M26 15c-7 8-7 22 0 30M38 15c7 8 7 22 0 30" />`,
  },
  {
    sku: 'umbrella',
    amount: 8_800,
    picture: svg`<path class="fill" d="M6 34C8 18 19 10 32 10s24 8 26 24c-6-5-11-5-17 0-6-5-12-5-18 0-6-5-11-5-17 0z" />
      <path d="M6 34C8 18 19 10 32 10s24 8 26 24c-6-5-11-5-17 0-6-5-12-5-18 0-6-5-11-5-17 0zM32 6v4M23 34c1-11 4-19 9-24 5 5 8 13 9 24M32 31v20c0 7 10 7 10 0" />`,
  },
  {
    sku: 'fan',
    amount: 2_500,
    picture: svg`<path class="fill" d="M4 30a40 40 0 0 1 56 0L44 43a20 20 0 0 0-24 0z" />
      <path d="M4 30a40 40 0 0 1 56 0L44 43a20 20 0 0 0-24 0zM20 43l12 12 12-12M17 21l10 18M32 18v21M47 21L37 39M32 55v3" />`,
  },
];

/** How long an order may be paid, in seconds, to choose from. */
export const paymentWindows = [20, 60, 300, 1_800] as const;

export type PaymentWindow = (typeof paymentWindows)[number];
