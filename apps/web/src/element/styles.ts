import { css } from 'lit';

/**
 * Text has the colour of the page. The colours of the ring have a contrast of 3:1 at least on white and on black, since a
 * dark page may not say `color-scheme: dark`.
 */
export const styles = css`
  :host {
    --ring: var(--order-countdown-color, #3b74e0);
    --size: var(--order-countdown-size, 9em);
    --thickness: var(--order-countdown-thickness, 0.5em);
    display: inline-block;
    max-width: min(100%, 16em);
    color: inherit;
    font: inherit;
    line-height: 1.4;
    text-align: center;
  }
  :host([variant='bar']) {
    display: block;
    max-width: none;
    text-align: start;
  }
  :host([hidden]) {
    display: none;
  }
  .countdown {
    position: relative;
  }
  .warning {
    --ring: var(--order-countdown-warn-color, #c2620a);
  }
  .paid {
    --ring: var(--order-countdown-paid-color, #1f8f4e);
  }
  .dial {
    display: grid;
    place-items: center;
  }
  .dial > * {
    grid-area: 1 / 1;
  }
  .ring-dial {
    justify-content: center;
  }
  /* As wide as the ring, by which the time within is measured. */
  .ring-dial > [role='timer'] {
    container-type: inline-size;
    justify-self: stretch;
  }
  .bar-dial {
    gap: 0.4em;
    justify-items: start;
  }
  .bar-dial > * {
    grid-area: auto;
  }
  svg {
    display: block;
    max-width: 100%;
  }
  .ring {
    width: var(--size);
    aspect-ratio: 1;
    rotate: -90deg;
  }
  .bar {
    order: 1;
    width: 100%;
    height: var(--thickness);
    border-radius: calc(var(--thickness) / 2);
    overflow: hidden;
  }
  /* It empties towards the side where a line of text begins. */
  .bar:dir(rtl) {
    scale: -1 1;
  }
  circle {
    r: calc(50% - var(--thickness) / 2);
    fill: none;
    stroke: var(--paint);
    stroke-width: var(--thickness);
  }
  rect {
    fill: var(--paint);
  }
  .track {
    --paint: var(--order-countdown-track-color, color-mix(in srgb, currentColor 18%, transparent));
  }
  .progress {
    --paint: var(--ring);
    transition:
      stroke-dashoffset 0.4s ease-out,
      width 0.4s ease-out;
  }
  .time {
    font-size: 1.9em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    line-height: 1.1;
    white-space: nowrap;
    direction: ltr;
    unicode-bidi: isolate;
  }
  .long {
    font-size: 1.25em;
  }
  /* Each has a share of the room within the ring, by the number of its characters. */
  .ring-dial .time {
    font-size: min(1.9em, (100cqi - 2 * var(--thickness)) * 0.29);
  }
  .ring-dial .long {
    font-size: min(1.25em, (100cqi - 2 * var(--thickness)) * 0.18);
  }
  .ring-dial .days {
    font-size: min(1em, (100cqi - 2 * var(--thickness)) * 0.13);
  }
  p {
    margin: 0.4em 0 0;
  }
  .label {
    font-weight: 600;
  }
  .heard {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    .progress {
      transition: none;
    }
  }
  @media (prefers-contrast: more) {
    :host {
      --thickness: var(--order-countdown-thickness, 0.75em);
    }
    .progress {
      --paint: currentColor;
    }
    .track {
      --paint: color-mix(in srgb, currentColor 35%, transparent);
    }
  }
  @media (forced-colors: active) {
    .bar {
      box-sizing: border-box;
      border: 1px solid CanvasText;
    }
    .progress {
      --paint: Highlight;
    }
    circle.track {
      --paint: CanvasText;
      stroke-width: 1px;
    }
    rect.track {
      --paint: Canvas;
    }
  }
`;
