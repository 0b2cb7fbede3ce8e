import { isUnknown, type RequestEntry } from '../history/history.ts';
import type { Check } from './check.ts';

export const extensionChecks: readonly Check[] = [
  {
    name: 'extensions_count_once',
    promise:
      'An extension that was answered 200 moved the deadline once, one without an answer at most once, any other never.',
    broken({ ledger, requests }) {
      if (ledger === null) return [];
      const extensions = requests.filter(({ operation }) => operation === 'extend');
      const sure = countBySeconds(extensions.filter(({ status }) => status === 200));
      const possible = countBySeconds(extensions.filter(isUnknown));
      const made = new Map<number, number>();
      for (const { type, data } of ledger.events) {
        if (type === 'order.extended') add(made, Number(data['seconds']));
      }
      return [...new Set([...sure.keys(), ...made.keys()])].flatMap((seconds) => {
        const [least, times] = [sure.get(seconds) ?? 0, made.get(seconds) ?? 0];
        const most = least + (possible.get(seconds) ?? 0);
        if (times >= least && times <= most) return [];
        return [
          `extended ${times} times by ${seconds} s, acknowledged ${least} times, asked for ${most} times at most`,
        ];
      });
    },
  },
];

function countBySeconds(extensions: readonly RequestEntry[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { sent } of extensions) add(counts, Number(sent['seconds']));
  return counts;
}

function add(counts: Map<number, number>, seconds: number): void {
  counts.set(seconds, (counts.get(seconds) ?? 0) + 1);
}
