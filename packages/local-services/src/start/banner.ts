/** The facts in the banner. */
export interface BannerFacts {
  apiUrl: string;
  /** Whether there is a shop to try at `/`. */
  hasShop: boolean;
  /** False: Postgres holds the queues, too. */
  hasRedis: boolean;
  operatorUsername: string;
  operatorPassword: string;
  /** A backend's bearer token; null if an identity provider issues the tokens. */
  token: string | null;
  /** Where the local services keep their data. */
  dataDir: string;
  /** Whether the terminal supports bold and colours. */
  isColourful: boolean;
}

/** What `npm start` prints when everything is ready: the URLs, and three lines to paste into a shell. */
export function banner(facts: BannerFacts): string {
  const { apiUrl, hasShop, hasRedis, operatorUsername, operatorPassword, token, dataDir, isColourful } =
    facts;
  const paint = (code: number, words: string): string =>
    isColourful ? `\u001b[${code}m${words}\u001b[0m` : words;
  const bold = (words: string): string => paint(1, words);
  const dim = (words: string): string => paint(2, words);
  const auth = `-H "authorization: Bearer $token"`;
  const json = `-H 'content-type: application/json'`;
  const order = `{"customerId":"cus_42","amount":12900,"currency":"CNY"}`;
  const shop = hasShop ? `  Shop        ${bold(`${apiUrl}/`)}   ${dim('to try in a browser')}\n` : '';
  const queues = hasRedis
    ? ''
    : `  Queues      ${bold('in Postgres')}   ${dim('without Redis, which a busy shop should have')}\n`;
  // sed, because many machines have no jq.
  const pickId = `sed 's/.*"id":"\\(ord_[0-9a-z]*\\)".*/\\1/'`;
  return `
  ${bold(paint(32, 'order-countdown is ready'))}

${shop}  API         ${bold(apiUrl)}
  Reference   ${bold(`${apiUrl}/docs`)}   ${dim('to read and to try')}
  Console     ${bold(`${apiUrl}/admin`)}   ${dim('username')} ${operatorUsername}   ${dim('password')} ${operatorPassword}
${queues}
  ${dim('# place an order, read its countdown, pay it')}
  token=${token ?? '…'}; id=$(curl -s ${apiUrl}/v1/orders ${auth} ${json} -d '${order}' | ${pickId}); echo "$id"
  curl -s -w '\\n' ${apiUrl}/v1/orders/$id/countdown ${auth}
  curl -s -w '\\n' ${apiUrl}/v1/orders/$id/pay ${auth} ${json} -d '{"paymentReference":"pay_1"}'

  ${dim(`Ctrl-C stops everything. The data stays in ${dataDir}`)}
`;
}
