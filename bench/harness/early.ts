import type { Bench } from './bench.ts';

/**
 * No order of ours may be cancelled before its deadline. A peer that does so tells something about itself: a process's clock,
 * or Redis', runs ahead of the database's by a millisecond.
 */
export function checkEarly(bench: Pick<Bench, 'check'>, contender: string, early: number): void {
  if (contender === 'order-countdown')
    bench.check(early === 0, `${contender} cancelled none early, not ${early}`);
}
