import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Place } from '../place.ts';
import { withQuery } from '../place.ts';
import { empty } from './facts.ts';

export interface Column<Row> {
  label: string;
  cell: (row: Row) => unknown;
  isNumber?: boolean;
}

/**
 * Rows that become cards where the window is narrow. The roles are named since a table that is laid out otherwise loses
 * them in some browsers.
 *
 * @param key tells the rows apart, so that the focus stays with its row
 */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  key: (row: Row) => unknown,
): TemplateResult {
  const kind = ({ isNumber }: Column<Row>) => (isNumber ? 'number' : '');
  const cell = (column: Column<Row>, row: Row) => {
    const content = column.cell(row);
    const classes = `${kind(column)} ${content === nothing ? 'none' : ''}`;
    return html`<td role="cell" data-label=${column.label} class=${classes}>${content}</td>`;
  };
  return html`<table role="table" aria-label=${caption}>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(
          (column) => html`<th role="columnheader" scope="col" class=${kind(column)}>${column.label}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${repeat(
        rows,
        key,
        (row) =>
          html`<tr role="row">
            ${columns.map((column) => cell(column, row))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** A page of a list, with the way to the next and back to the first. */
export function listed(place: Place, content: TemplateResult, isEmpty: boolean, nextCursor: string | null) {
  const isFirst = !place.query.has('cursor');
  return html`<section class="card list">${isEmpty ? empty('Nothing here.') : content}</section>
    <nav class="pager" aria-label="Pages">
      ${isFirst ? nothing : html`<a href=${withQuery(place, { cursor: null })}>Newest</a>`}
      ${nextCursor ? html`<a href=${withQuery(place, { cursor: nextCursor })}>Older</a>` : nothing}
    </nav>`;
}
