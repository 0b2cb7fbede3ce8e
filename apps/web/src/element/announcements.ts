import type { Phase } from './phase.ts';
import { isRunning } from './phase.ts';
import { spokenText } from './time.ts';
import { languages, type Language } from './words.ts';

const announcedSeconds = [30, 60, 300];

export interface Moment {
  phase: Phase;
  /** What is left. */
  seconds: number;
}

/**
 * What a screen reader should say, of all that changes every second.
 *
 * @param before null: the element has just come
 * @returns null: nothing
 */
export function announcement(before: Moment | null, now: Moment, language: Language): string | null {
  const words = languages[language];
  if (now.phase !== before?.phase)
    return now.phase === 'pending' || now.phase === 'loading' ? null : words[now.phase];
  if (!isRunning(now.phase)) return null;
  if (now.seconds > before.seconds + 1) return words.extended;
  const reached = announcedSeconds.find((limit) => now.seconds <= limit && before.seconds > limit);
  return reached === undefined ? null : words.left(spokenText(now.seconds, language));
}
