import { isUnknown, type RequestEntry } from '../history/history.ts';
import type { Check } from './check.ts';
import type { LedgerOrder } from './final-state.ts';
import { count } from './update.ts';

export const extensionChecks: readonly Check[] = [
  {
    name: 'extensions_count_once',
    promise:
      'An extension that was answered 200 moved the deadline once, one without an answer at most once, any other never.',
    broken({ ledger, requests }) {
      if (ledger === null) return [];
      const asked = requests.filter(({ operation }) => operation === 'extend');
      const sure = asked.filter(({ status }) => status === 200);
      return miscounted(ledger, 'order.extended', sure, [...sure, ...asked.filter(isUnknown)]);
    },
  },
  {
    name: 'advances_count_once',
    promise:
      'To bring the deadline nearer was done once for each key that was answered 200, at most once for one without an answer, and for no other.',
    broken({ ledger, requests }) {
      if (ledger === null) return [];
      const asked = requests.filter(({ operation }) => operation === 'advance');
      const sure = oncePerKey(asked.filter(({ status }) => status === 200));
      return miscounted(
        ledger,
        'order.advanced',
        sure,
        oncePerKey(asked.filter((each) => each.status === 200 || isUnknown(each))),
      );
    },
  },
];

const oncePerKey = (requests: readonly RequestEntry[]) => [
  ...new Map(requests.map((each) => [each.key, each])).values(),
];

/** Compares how often the deadline was moved by so many seconds with how often that was certainly, or possibly, asked for. */
function miscounted(
  { events }: LedgerOrder,
  type: string,
  sure: readonly RequestEntry[],
  possible: readonly RequestEntry[],
): string[] {
  const secondsOf = ({ sent }: RequestEntry) => Number(sent['seconds']);
  const [least, most] = [count(sure.map(secondsOf)), count(possible.map(secondsOf))];
  const made = count(
    events.filter((event) => event.type === type).map(({ data }) => Number(data['seconds'])),
  );
  return [...new Set([...least.keys(), ...made.keys()])].flatMap((seconds) => {
    const times = made.get(seconds) ?? 0;
    if (times >= (least.get(seconds) ?? 0) && times <= (most.get(seconds) ?? 0)) return [];
    return [
      `${type} by ${seconds} s ${times} times, acknowledged ${least.get(seconds) ?? 0} times, asked for ${most.get(seconds) ?? 0} times at most`,
    ];
  });
}
