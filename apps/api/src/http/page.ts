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

/** For pages that search engines should leave out. */
export const unlisted = html`<meta name="robots" content="noindex" />`;

/** What every page of ours begins with. @param head what it has beside its title and our icon: styles, scripts */
export function documentOf({ title, head, body }: { title: string; head: Html; body: Html }): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="${iconUrl}" />
        ${head}
      </head>
      <body>
        ${body}
      </body>
    </html>`.text;
}

/**
 * A page without scripts.
 *
 * @param header stands above the content; null: nothing does
 */
export const pageOf = ({ title, main, header }: { title: string; main: Html; header: Html | null }): string =>
  documentOf({
    title: `${title} · order-countdown`,
    head: html`${unlisted} ${style}`,
    body: html`${header}
      <main>${main}</main>`,
  });

/** Whether the request accepts HTML by name, not just by a wildcard. */
export function wantsPage(request: Request): boolean {
  return request.accepts(['application/problem+json', 'text/html']) === 'text/html';
}
