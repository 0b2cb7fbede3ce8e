type Cell = string | number | null;

/**
 * A line of CSV (RFC 4180).
 *
 * Spreadsheets take text that begins with one of these characters for a formula, and customers choose some of our texts. A quote
 * before it makes it text again. In some countries they split lines at semicolons, and our quotation marks then hold nothing
 * together: what follows another separator counts as a beginning, too. See
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(toField).join(',')}\r\n`;

const formula = /(^|[;\t\r\n])(?=[\t\r\n]|\s*[=+\-@＝＋－＠])/g;

function toField(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const text = cell.replaceAll(formula, "$1'");
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
