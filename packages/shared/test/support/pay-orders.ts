import * as pay from '../../src/ledger/pay.ts';

/** Decides payments none of which should fail. @throws the first error among the answers */
export async function payOrders(...set: Parameters<typeof pay.payOrders>) {
  const answers = await pay.payOrders(...set);
  return answers.map((answer) => {
    if (answer instanceof Error) throw answer;
    return answer;
  });
}
