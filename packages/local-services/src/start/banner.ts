/** What the banner tells. */
export interface BannerFacts {
  apiUrl: string;
  operatorUsername: string;
  operatorPassword: string;
  /** A backend's bearer token; null where tokens come from somebody else. */
  token: string | null;
  /** Whether the terminal understands bold and colour. */
  isColourful: boolean;
}

/** What `npm start` prints when all is up: where things are, and three lines to paste into a shell. */
export function banner(facts: BannerFacts): string {
  const { apiUrl, operatorUsername, operatorPassword, token, isColourful } = facts;
  const paint = (code: number, words: string): string =>
    isColourful ? `\u001b[${code}m${words}\u001b[0m` : words;
  const bold = (words: string): string => paint(1, words);
  const dim = (words: string): string => paint(2, words);
  const auth = `-H "authorization: Bearer $token"`;
  const json = `-H 'content-type: application/json'`;
  const order = `{"customerId":"cus_42","amount":12900,"currency":"CNY"}`;
  // sed rather than jq, which many machines lack.
  const pickId = `sed 's/.*"id":"\\(ord_[0-9a-z]*\\)".*/\\1/'`;
  return `
  ${bold(paint(32, 'order-countdown is ready'))}

  API         ${bold(apiUrl)}
  Dashboard   ${bold(`${apiUrl}/admin/queues`)}   ${dim('user')} ${operatorUsername}   ${dim('password')} ${operatorPassword}

  ${dim('# place an order, look at its countdown, pay it')}
  token=${token ?? '…'}; id=$(curl -s ${apiUrl}/v1/orders ${auth} ${json} -d '${order}' | ${pickId}); echo "$id"
  curl -s -w '\\n' ${apiUrl}/v1/orders/$id/countdown ${auth}
  curl -s -w '\\n' ${apiUrl}/v1/orders/$id/pay ${auth} ${json} -d '{"paymentReference":"pay_1"}'

  ${dim('Ctrl-C stops everything. The data stay in .data/')}
`;
}
