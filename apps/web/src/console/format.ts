/** An amount in minor units as people write it: `CNY 129.00`. */
export function money(minorUnits: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0;
  return format.format(minorUnits / 10 ** digits);
}

export const count = (number: number) => number.toLocaleString('en');

/** `1,204 orders`, `1 order`. */
export const counted = (number: number, noun: string) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

/** `2027-01-31 12:00:00.000 UTC`, as logs and the ledger have it. */
export const absolute = (time: string) => new Date(time).toISOString().replace('T', ' ').replace('Z', ' UTC');

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const;

/** The two largest units, rounded down: `1 h 12 min`. Below a second: `0 s`. */
export function duration(ms: number): string {
  const first = units.findIndex(([size]) => ms >= size);
  if (first === -1) return '0 s';
  return units
    .slice(first, first + 2)
    .map(([size, name], index) => {
      const above = units[first + index - 1]?.[0];
      return [Math.floor((index > 0 && above ? ms % above : ms) / size), name] as const;
    })
    .filter(([number]) => number > 0)
    .map((part) => part.join(' '))
    .join(' ');
}

/** As a clock shows it: `4:09`, `1:04:09`, `2 d 1:04:09`. Rounded up, so that 0:00 is the end. */
export function clockFace(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / 1_000);
  const two = (number: number) => String(number).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const short = `${hours || days ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
  return days ? `${days} d ${short}` : short;
}

/** `3 min ago`, `in 2 h`, `now`. */
export function relative(time: string, nowMs: number): string {
  const ms = Date.parse(time) - nowMs;
  if (Math.abs(ms) < 1_000) return 'now';
  const [size, name] = units.find(([size]) => Math.abs(ms) >= size) ?? units[3];
  const text = `${Math.floor(Math.abs(ms) / size)} ${name}`;
  return ms > 0 ? `in ${text}` : `${text} ago`;
}

/** Milliseconds as people say them: `12 ms`, `1.4 s`, `2 min`. */
export function milliseconds(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} s` : duration(ms);
}
