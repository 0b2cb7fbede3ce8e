import * as expire from '../../src/ledger/expire.ts';
import * as pay from '../../src/ledger/pay.ts';

/** Sets of which no command should fail. */

/** @throws the first error among the answers */
export const payOrders = async (...set: Parameters<typeof pay.payOrders>) =>
  withoutErrors(await pay.payOrders(...set));

/** @throws the first error among the answers */
export const expireOrders = async (...set: Parameters<typeof expire.expireOrders>) =>
  withoutErrors(await expire.expireOrders(...set));

function withoutErrors<Answer>(answers: readonly (Answer | Error)[]): Answer[] {
  return answers.map((answer) => {
    if (answer instanceof Error) throw answer;
    return answer;
  });
}
