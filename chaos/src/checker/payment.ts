import { isUnknown, type RequestEntry } from '../history/history.ts';
import type { Check } from './check.ts';
import type { LedgerOrder } from './final-state.ts';

const paymentsIn = (requests: readonly RequestEntry[]) =>
  requests.filter(({ operation }) => operation === 'pay');
const referenceOf = ({ sent }: RequestEntry) => (sent['paymentReference'] ?? null) as string | null;

/** A payment that names no amount is over the order's. */
const amountOf = ({ sent }: RequestEntry, ledger: LedgerOrder) => Number(sent['amount'] ?? ledger.amount);

/** Its money was taken and is not kept. */
const isRefused = ({ status, answer }: RequestEntry) => status === 409 || answer?.code === 'amount_mismatch';

const outcomeOf = (ledger: LedgerOrder, reference: string | null) =>
  ledger.payments.filter((payment) => payment.reference === reference).map(({ outcome }) => outcome);

const refundsOf = ({ events }: LedgerOrder, reference: string | null) =>
  events.filter(
    ({ type, data }) => type === 'payment.refund_required' && data['paymentReference'] === reference,
  ).length;

export const paymentChecks: readonly Check[] = [
  {
    name: 'acknowledged_payments_are_kept',
    promise: 'A payment that was answered 200 is accepted, and its order stays paid.',
    broken({ ledger, requests }) {
      if (ledger === null) return [];
      return paymentsIn(requests)
        .filter(({ status }) => status === 200)
        .flatMap((request) => lostPayment(ledger, referenceOf(request)));
    },
  },
  {
    name: 'refused_payments_are_refunded_once',
    promise:
      'A payment with a reference that was refused is recorded as that, and its refund requested once.',
    broken({ ledger, requests }) {
      if (ledger === null) return [];
      const refused = paymentsIn(requests).filter((each) => isRefused(each) && referenceOf(each) !== null);
      return [...new Set(refused.map(referenceOf))].flatMap((reference) => {
        const outcomes = outcomeOf(ledger, reference);
        const refunds = refundsOf(ledger, reference);
        const isRight = outcomes.length === 1 && outcomes[0] !== 'accepted' && refunds === 1;
        const recorded = outcomes.join(', ') || 'nothing';
        return isRight ? [] : [`${reference} was refused, recorded as ${recorded}, with ${refunds} refunds`];
      });
    },
  },
  {
    name: 'no_money_from_nowhere',
    promise: 'Every recorded payment was sent by a client that was not told that it changed nothing.',
    broken({ ledger, requests }) {
      if (ledger === null) return [];
      const counted = paymentsIn(requests).filter(
        (each) => each.status === 200 || isRefused(each) || isUnknown(each),
      );
      const sent = new Set(counted.map((each) => `${referenceOf(each)} ${amountOf(each, ledger)}`));
      return ledger.payments
        .filter(({ reference, amount }) => !sent.has(`${reference} ${amount}`))
        .map(
          ({ reference, amount, outcome }) =>
            `${reference} over ${amount} is ${outcome}, and no client paid that`,
        );
    },
  },
];

function lostPayment(ledger: LedgerOrder, reference: string | null): string[] {
  const sent = reference ?? 'a payment without reference';
  if (ledger.status !== 'paid') return [`${sent} was accepted, and the order is ${ledger.status}`];
  // Without a reference it repeats whatever payment was kept.
  if (reference === null) return [];
  if (ledger.paymentReference !== reference) {
    return [`${sent} was accepted, and the order is paid by ${ledger.paymentReference}`];
  }
  const outcomes = outcomeOf(ledger, reference);
  return outcomes.join() === 'accepted'
    ? []
    : [`${sent} was accepted, recorded as ${outcomes.join(', ') || 'nothing'}`];
}
