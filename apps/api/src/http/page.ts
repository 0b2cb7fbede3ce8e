import type { Request } from 'express';
import { built } from './built.ts';
import { html, Html } from './html.ts';

const clock =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" aria-hidden="true">' +
  '<circle cx="16" cy="16" r="14" fill="#1d4ed8"/>' +
  '<path d="M16 8v8l5 4" stroke="#fff" stroke-width="3" fill="none" stroke-linecap="round"/></svg>';

/** Our icon, as SVG. */
export const icon = new Html(clock);

export const iconUrl = `data:image/svg+xml,${encodeURIComponent(clock)}`;

export const brand = html`<p class="brand">${icon} order-countdown</p>`;

const style = built.tags('src/look/page.css');

/**
 * A page without scripts.
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
        ${style}
      </head>
      <body>
        ${header}
        <main>${main}</main>
      </body>
    </html>`.text;
}

/** Whether the request accepts HTML by name, not just by a wildcard. */
export function wantsPage(request: Request): boolean {
  return request.accepts(['application/problem+json', 'text/html']) === 'text/html';
}
