import { svg, type SVGTemplateResult } from 'lit';

/**
 * The ring or the bar. Attributes in place of styles, so that no Content-Security-Policy has to allow inline styles.
 *
 * @param left how much of the payment window, 0 to 1
 */
export function dial(variant: 'ring' | 'bar', left: number): SVGTemplateResult {
  return variant === 'bar'
    ? svg`<svg class="bar" part="bar" aria-hidden="true">
        <rect class="track" part="track" width="100%" height="100%" />
        <rect class="progress" part="progress" width="${(100 * left).toFixed(2)}%" height="100%" />
      </svg>`
    : svg`<svg class="ring" part="ring" aria-hidden="true">
        <circle class="track" part="track" cx="50%" cy="50%" r="46%" />
        <circle
          class="progress" part="progress" cx="50%" cy="50%" r="46%"
          pathLength="1" stroke-dasharray="1" stroke-dashoffset=${(1 - left).toFixed(4)}
        />
      </svg>`;
}
