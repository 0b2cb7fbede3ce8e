import type { Redis } from 'ioredis';

interface Node {
  port: number;
  redis: Redis;
}

interface Move {
  slot: number;
  from: Node;
  to: Node;
  password: string;
}

const idOf = async ({ redis }: Node) => String(await redis.call('CLUSTER', 'MYID'));

/** Gives a slot with all its keys to another master, while it serves. */
export async function moveSlot(nodes: readonly Node[], { slot, from, to, password }: Move): Promise<void> {
  const [fromId, toId] = [await idOf(from), await idOf(to)];
  await to.redis.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId);
  await from.redis.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId);
  for (;;) {
    const keys = (await from.redis.call('CLUSTER', 'GETKEYSINSLOT', slot, 100)) as string[];
    if (keys.length === 0) break;
    await from.redis.call(
      ...(['MIGRATE', '127.0.0.1', to.port, '', 0, 5_000, 'AUTH', password, 'KEYS', ...keys] as [
        string,
        ...(string | number)[],
      ]),
    );
  }
  // The new owner first: were it to fail now, the old one would still know it.
  for (const node of [to, from, ...nodes]) {
    await node.redis.call('CLUSTER', 'SETSLOT', slot, 'NODE', toId).catch(ofReplica);
  }
}

/** Replicas learn it from their masters. */
function ofReplica(error: Error): void {
  if (!/only with masters/i.test(error.message)) throw error;
}
