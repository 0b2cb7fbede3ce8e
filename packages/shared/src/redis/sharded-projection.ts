import { createProjection, type Projection, type ProjectionDependencies } from './projection.ts';
import type { Shards } from './shards.ts';

/** Each shard has sets of its own, so that a master that is frozen or away keeps no order of another from being written. */
export function createShardedProjection(
  shards: Shards,
  dependencies: Omit<ProjectionDependencies, 'alarm' | 'countdown' | 'line'>,
): Projection {
  const projections = shards.each.map((shard) => createProjection({ ...dependencies, ...shard }));
  const [first, ...others] = projections;
  if (first && others.length === 0) return first;
  const of = (id: string) => projections[shards.indexOf(id)]!;
  return {
    started: (decided) => of(decided.order.id).started(decided),
    moved: (decided) => of(decided.order.id).moved(decided),
    ended: (decided) => of(decided.order.id).ended(decided),
  };
}
