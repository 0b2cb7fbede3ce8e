import { languages, type Language } from './words.ts';

/** A second that has begun is shown until it is over: zero means that nothing is left. */
export const secondsIn = (ms: number): number => Math.ceil(ms / 1_000);

interface Parts {
  day: number;
  hour: number;
  minute: number;
  second: number;
}

function partsOf(seconds: number): Parts {
  return {
    day: Math.floor(seconds / 86_400),
    hour: Math.floor(seconds / 3_600) % 24,
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  };
}

/** As a clock shows it: `4:05`, `1:00:00`, `2d 3:04:05`. */
export function clockText(seconds: number, language: Language): string {
  const { day, hour, minute, second } = partsOf(seconds);
  const days = day > 0 ? day + languages[language].day : '';
  const clock = [...(day > 0 || hour > 0 ? [hour] : []), minute, second];
  return days + clock.map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** As it is said: `4 minutes 5 seconds`. */
export function spokenText(seconds: number, language: Language): string {
  const parts = Object.entries(partsOf(seconds)).filter(([, count]) => count > 0);
  const said = (seconds === 0 ? [['second', 0] as const] : parts).map(([unit, count]) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
  );
  return said.join(' ');
}
