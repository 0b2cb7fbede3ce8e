import type { Contender } from './contender.ts';
import { ours } from './ours.ts';
import { peer } from './peer.ts';

export const tutorial = peer('tutorial');
export const pgBoss = peer('pg-boss');
export const graphileWorker = peer('graphile-worker');

/** All that place orders and cancel each at its deadline. */
export const contenders: readonly Contender[] = [ours, tutorial, pgBoss, graphileWorker];
