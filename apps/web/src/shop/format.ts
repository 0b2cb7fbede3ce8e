import type { Language } from './language.ts';

/** @param minorUnits such as cents; all goods have prices in yuan */
export const money = (minorUnits: number, language: Language): string =>
  new Intl.NumberFormat(language, { style: 'currency', currency: 'CNY' }).format(minorUnits / 100);

/** With seconds, in the time zone of the browser. @param instant RFC 3339 */
export const clock = (instant: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(new Date(instant));

/** @param seconds less than a minute, or whole minutes */
export function duration(seconds: number, language: Language): string {
  const [value, unit] = seconds < 60 ? [seconds, 'second'] : [seconds / 60, 'minute'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** Of an entry of the journal, with milliseconds. */
export const timeOfDay = (epochMs: number): string => {
  const date = new Date(epochMs);
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${hours}:${minutes}:${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}`;
};
