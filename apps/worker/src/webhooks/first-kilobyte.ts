/** As text, without half a character at its end. Postgres text cannot contain NUL. */
export function firstKilobyte(bytes: Buffer): string {
  return new TextDecoder().decode(bytes.subarray(0, 1_024), { stream: true }).replaceAll('\u0000', '');
}
