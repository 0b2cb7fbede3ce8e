import { html, Html } from '../http/html.ts';

const clock =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" aria-hidden="true">' +
  '<circle cx="16" cy="16" r="14" fill="#1d4ed8"/>' +
  '<path d="M16 8v8l5 4" stroke="#fff" stroke-width="3" fill="none" stroke-linecap="round"/></svg>';

export const icon = `data:image/svg+xml,${encodeURIComponent(clock)}`;

export const brand = html`<p class="brand">${new Html(clock)} order-countdown</p>`;
