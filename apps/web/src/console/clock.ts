/** Milliseconds between the page's monotonic clock and the server's. A changed clock of the device doesn't matter. */
let offsetMs = Date.now() - performance.now();

/** @param serverTime of an answer that has just arrived, in any notation */
export function setServerTime(serverTime: string | null): void {
  if (serverTime !== null) offsetMs = Date.parse(serverTime) - performance.now();
}

/** The server's time in milliseconds, as far as the last answer told it. */
export const serverNow = () => performance.now() + offsetMs;
