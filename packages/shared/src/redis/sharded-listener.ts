import type { Cluster, Redis } from 'ioredis';
import {
  listenToServer,
  type ChangeHandler,
  type ChangeListener,
  type ServerListener,
} from './change-listener.ts';
import { shardChannels } from './channels.ts';
import { slotOf } from './key-slot.ts';
import { spread } from './layout.ts';

interface Shard {
  slot: number;
  /** The orders that are listened to. */
  ids: Set<string>;
  /** Its master. Null: not known yet. */
  address: string | null;
}

/**
 * Listens to each master of a cluster on a connection of its own, so that a master which is lost or hangs is noticed as if it
 * were the only server, and costs the orders of other shards nothing. The sharded subscriptions of ioredis itself don't do: their
 * connections can't be pinged, a subscription that was refused is not tried again, and some outages end them for good.
 *
 * @param cluster tells which master serves which shard; it is not closed
 * @param openNode opens a connection to the node at an address
 */
export function createShardedListener(
  cluster: Cluster,
  openNode: (address: string) => Redis,
  handler: ChangeHandler,
): ChangeListener {
  const shards = spread((tag): Shard => ({ slot: slotOf(tag.slice(1, -1)), ids: new Set(), address: null }));
  const nodes = new Map<string, ServerListener>();

  const shardsAt = (address: string) => shards.each.filter((shard) => shard.address === address);
  const mayHaveMissed = ({ ids }: Shard) => ids.forEach((id) => handler.changed(id));
  const listenerOf = ({ address }: Shard) => (address === null ? undefined : nodes.get(address));

  function nodeAt(address: string): ServerListener {
    const known = nodes.get(address);
    if (known) return known;
    const redis = openNode(address);
    const interrupted = () => shardsAt(address).forEach(mayHaveMissed);
    const node = listenToServer(redis, { ...handler, interrupted }, shardChannels(redis));
    nodes.set(address, node);
    return node;
  }

  /** Another master may serve a shard than before. */
  async function moveTo(address: string, shard: Shard): Promise<void> {
    const ids = [...shard.ids];
    listenerOf(shard)?.unsubscribe(ids);
    shard.address = address;
    await nodeAt(address).subscribe(ids);
    mayHaveMissed(shard);
  }

  function followMasters(): void {
    for (const shard of shards.each) {
      const address = cluster.slots[shard.slot]?.[0];
      if (address !== undefined && address !== shard.address) void moveTo(address, shard);
    }
    for (const [address, node] of nodes) {
      if (shardsAt(address).length > 0) continue;
      nodes.delete(address);
      node.close();
    }
  }
  cluster.on('refresh', followMasters);
  followMasters();

  return {
    isListening: (id) => listenerOf(shards.of(id))?.isListening() ?? false,

    async subscribe(id) {
      const shard = shards.of(id);
      shard.ids.add(id);
      await listenerOf(shard)?.subscribe([id]);
    },

    unsubscribe(id) {
      const shard = shards.of(id);
      shard.ids.delete(id);
      listenerOf(shard)?.unsubscribe([id]);
    },

    close() {
      cluster.off('refresh', followMasters);
      for (const node of nodes.values()) node.close();
      nodes.clear();
    },
  };
}
