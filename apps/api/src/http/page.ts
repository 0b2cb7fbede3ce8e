import { createHash } from 'node:crypto';
import { html, Html } from './html.ts';
import { css } from './style.ts';

const clock =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" aria-hidden="true">' +
  '<circle cx="16" cy="16" r="14" fill="#1d4ed8"/>' +
  '<path d="M16 8v8l5 4" stroke="#fff" stroke-width="3" fill="none" stroke-linecap="round"/></svg>';

/** Our icon, as SVG. */
export const icon = new Html(clock);

export const iconUrl = `data:image/svg+xml,${encodeURIComponent(clock)}`;

export const brand = html`<p class="brand">${icon} order-countdown</p>`;

/** The `style-src` of a Content-Security-Policy that admits the style of our pages. */
export const styleHash = `'sha256-${createHash('sha256').update(css).digest('base64')}'`;

/**
 * A self-contained page: no scripts, no other files.
 *
 * @param header stands above the content; null: nothing does
 */
export function pageOf({ title, main, header }: { title: string; main: Html; header: Html | null }): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · order-countdown</title>
        <link rel="icon" href="${iconUrl}" />
        ${new Html(`<style>${css}</style>`)}
      </head>
      <body>
        ${header}
        <main>${main}</main>
      </body>
    </html>`.text;
}
