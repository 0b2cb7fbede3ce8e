import { isUnknown, type RequestEntry } from '../history/history.ts';
import type { Check } from './check.ts';
import { isErased } from './erased.ts';
import type { LedgerEvent } from './final-state.ts';

const ofType = (events: readonly LedgerEvent[], type: string) =>
  events.filter((event) => event.type === type);
const mayCount = (request: RequestEntry) => isAnswered(request) || isUnknown(request);
const isAnswered = ({ status }: RequestEntry) => status === 200 || status === 201;

export const attemptChecks: readonly Check[] = [
  {
    name: 'acknowledged_attempts_are_kept',
    promise: 'A payment attempt that was answered 201 or 200 was started, once, and with what a client sent.',
    broken({ ledger, requests }) {
      if (ledger === null) return [];
      const asked = requests.filter(({ operation }) => operation === 'startPayment');
      const started = ofType(ledger.events, 'order.payment_started');
      const ids = started.map(({ data }) => data['attemptId']);
      const acknowledged = new Set(asked.filter(isAnswered).map(({ answer }) => answer?.id));
      const sent = new Set(asked.filter(mayCount).map(({ sent: body }) => body['reference']));
      if (isErased(ledger) && sent.size > 0) sent.add(null);
      return [
        ...[...acknowledged]
          .filter((id) => ids.filter((each) => each === id).length !== 1)
          .map((id) => `the attempt ${id} was acknowledged, and is not started once`),
        ...started
          .filter(({ data }) => !sent.has(data['reference']))
          .map(
            ({ data }) => `the attempt ${String(data['attemptId'])} was started, and no client asked for it`,
          ),
      ];
    },
  },
  {
    name: 'attempts_fail_once',
    promise:
      'A payment attempt whose failure was answered 200 failed once, one without an answer at most once, any other never.',
    broken({ ledger, requests }) {
      if (ledger === null) return [];
      const asked = requests.filter(({ operation }) => operation === 'failPayment');
      const failed = ofType(ledger.events, 'order.payment_failed').map(({ data }) => data['attemptId']);
      const sure = new Set(asked.filter(isAnswered).map(({ sent }) => sent['attemptId']));
      const possible = new Set(asked.filter(mayCount).map(({ sent }) => sent['attemptId']));
      return [...new Set([...sure, ...failed])].flatMap((id) => {
        const times = failed.filter((each) => each === id).length;
        const isRight = times === 1 ? possible.has(id) : times === 0 && !sure.has(id);
        return isRight ? [] : [`the attempt ${String(id)} failed ${times} times`];
      });
    },
  },
];
