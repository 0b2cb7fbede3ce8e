type Cell = string | number | null;

/**
 * A line of CSV (RFC 4180).
 *
 * Spreadsheets take text that begins with one of these characters for a formula, and customers choose some of our texts. A quote
 * before it makes it text again. See https://owasp.org/www-community/attacks/CSV_Injection
 */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(toField).join(',')}\r\n`;

const formula = /^[=+\-@\t\r\n]/;

function toField(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
