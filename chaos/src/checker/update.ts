import { isUnknown } from '../history/history.ts';
import type { Check } from './check.ts';
import { isErased } from './erased.ts';

export const updateChecks: readonly Check[] = [
  {
    name: 'acknowledged_updates_are_kept',
    promise:
      'An update that was answered 200 was made, once for each time it was sent at the most; one that was refused, never.',
    broken({ ledger, requests }) {
      if (ledger === null) return [];
      // Each update has a reference of its own, by which its event is known until the customer is erased.
      const nameOf = isErased(ledger) ? () => 'some update' : String;
      const asked = requests.filter(({ operation }) => operation === 'update');
      const sure = new Set(asked.filter(({ status }) => status === 200).map(({ sent }) => sent['reference']));
      const least = count([...sure].map(nameOf));
      const most = count(
        asked
          .filter((each) => each.status === 200 || isUnknown(each))
          .map(({ sent }) => nameOf(sent['reference'])),
      );
      const made = count(
        ledger.events
          .filter(({ type }) => type === 'order.updated')
          .map(({ data }) => nameOf(data['reference'])),
      );
      return [...new Set([...least.keys(), ...made.keys()])].flatMap((name) => {
        const times = made.get(name) ?? 0;
        if (times >= (least.get(name) ?? 0) && times <= (most.get(name) ?? 0)) return [];
        return [
          `${name} was made ${times} times, acknowledged ${least.get(name) ?? 0} times, asked for ${most.get(name) ?? 0} times at most`,
        ];
      });
    },
  },
];

export function count<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
