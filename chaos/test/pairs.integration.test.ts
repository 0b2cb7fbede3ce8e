import { expect, test } from 'vitest';
import { openLink } from '../src/links/link.ts';
import { startPostgresPair } from '../src/postgres/pair.ts';
import { startRedisPair } from '../src/redis/pair.ts';

const signal = new AbortController().signal;
const ignore = () => undefined;

test.each(['kill', 'freeze'] as const)(
  'when the primary is lost by %s, the standby has what was acknowledged, and gets a standby of its own',
  async (loss) => {
    const pair = await startPostgresPair(ignore);
    const link = await openLink(pair.primary.port);
    pair.links.add(link);
    try {
      await pair.whole();
      await pair.primary.query('create table acknowledged as select generate_series(1, 1000) as number');
      const former = await pair.promote(loss);
      await former.comeBack();
      await former.replace();
      await pair.whole();
      expect(await pair.primary.query('select count(*)::int from acknowledged')).toEqual([{ count: 1_000 }]);
      await pair.primary.query('insert into acknowledged values (0)');
    } finally {
      await link.close();
      await pair.close();
    }
  },
);

test('a Redis that restarts from an old snapshot has forgotten what came later, and its replica too', async () => {
  const pair = await startRedisPair(ignore);
  try {
    await pair.master.withClient((client) => client.set('old', '1'));
    await pair.master.saveSnapshot();
    await pair.master.withClient((client) => client.set('new', '1'));
    await pair.master.restartFromSnapshot();
    await pair.whole();
    await pair.failOver({ readOnlyMs: 0, signal });
    await pair.whole();
    const keys = await pair.master.withClient((client) => client.keys('*'));
    expect(keys).toEqual(['old']);
  } finally {
    await pair.close();
  }
});
