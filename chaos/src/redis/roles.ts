import type { ClusterNode } from '@order-countdown/test/redis-cluster';

/** Who serves and who follows in a Redis Cluster. */
export interface Roles {
  masters: readonly ClusterNode[];
  replicas: readonly ClusterNode[];
  /** Null: it follows nobody that is known. */
  masterOf(replica: ClusterNode): ClusterNode | null;
  /** What keeps the cluster from being whole. */
  problems: readonly string[];
  /** Replicas that should follow this master instead. */
  misplaced: readonly (readonly [node: ClusterNode, masterId: string])[];
}

interface Seen {
  node: ClusterNode;
  id: string;
  isMaster: boolean;
  masterId: string;
  slots: number;
  /** How many replicas it sends what it writes. */
  fed: number;
  problems: string[];
}

/** Nodes that don't answer are a problem, and else left out. */
export async function readRoles(nodes: readonly ClusterNode[]): Promise<Roles> {
  const asked = await Promise.allSettled(nodes.map((node) => look(node, nodes.length)));
  const seen = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const masters = seen.filter(({ isMaster, slots }) => isMaster && slots > 0);
  const replicas = seen.filter((each) => !masters.includes(each));
  const followersOf = ({ id }: Seen) => replicas.filter(({ masterId }) => masterId === id);
  const spare = masters.flatMap((master) => followersOf(master).slice(1));
  const alone = masters.filter((master) => followersOf(master).length === 0);
  const unfed = masters.filter((master) => master.fed < followersOf(master).length);
  const covered = masters.reduce((sum, { slots }) => sum + slots, 0);
  return {
    masters: masters.map(({ node }) => node),
    replicas: replicas.map(({ node }) => node),
    masterOf(replica) {
      const masterId = seen.find(({ node }) => node === replica)?.masterId;
      return masters.find(({ id }) => id === masterId)?.node ?? null;
    },
    problems: [
      ...asked.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : [])),
      ...seen.flatMap(({ problems }) => problems),
      ...(covered === 16_384 ? [] : [`${covered} slots are served`]),
      // A replica whose connection was lost without a word believes that it follows.
      ...(unfed.length > 0 ? [`${unfed.length} masters have lost a replica`] : []),
      ...(alone.length > spare.length ? [`${alone.length} masters are without a replica`] : []),
    ],
    misplaced: alone.flatMap(({ id }, index) => (spare[index] ? [[spare[index].node, id] as const] : [])),
  };
}

async function look(node: ClusterNode, count: number): Promise<Seen> {
  const { redis } = node;
  if (redis.status !== 'ready') throw new Error(`a node is ${redis.status}`);
  const [listed, info, replication] = await Promise.all([
    redis.cluster('NODES'),
    redis.cluster('INFO'),
    redis.info('replication'),
  ]);
  const lines = String(listed).trim().split('\n');
  const own = lines.find((line) => line.includes('myself'))!.split(' ');
  const isMaster = own[2]!.includes('master');
  const state = /cluster_state:(\w+)/.exec(info)?.[1];
  return {
    node,
    id: own[0]!,
    isMaster,
    masterId: own[3]!,
    slots: own
      .slice(8)
      .filter((range) => !range.startsWith('['))
      .reduce((sum, range) => {
        const [first, last = first] = range.split('-').map(Number);
        return sum + last! - first! + 1;
      }, 0),
    fed: Number(/connected_slaves:(\d+)/.exec(replication)?.[1] ?? 0),
    problems: [
      ...(lines.length === count ? [] : [`a node knows ${lines.length} nodes`]),
      ...lines.filter((line) => /handshake|noaddr|fail| disconnected|\[/.test(line)),
      ...(state === 'ok' ? [] : [`the state is ${state}`]),
      ...(isMaster || replication.includes('master_link_status:up') ? [] : ['a replica does not follow']),
    ],
  };
}
