import type { Postgres } from '../../src/postgres.ts';

/** A node of a plan, as `explain (format json)` tells it. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

/** A Postgres that plans each statement in place of running it, and answers with no rows. */
export function explaining(postgres: Postgres): { plans: PlanNode[]; postgres: Postgres } {
  const plans: PlanNode[] = [];
  return {
    plans,
    postgres: {
      ...postgres,
      async query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> {
        const rows = await postgres.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
          `explain (format json) ${text}`,
          values,
        );
        plans.push(...rows.map((row) => row['QUERY PLAN'][0].Plan));
        return [];
      },
    },
  };
}

/** The tables that a plan reads from end to end. */
export function sequentialScans(plan: PlanNode): string[] {
  const below = (plan.Plans ?? []).flatMap(sequentialScans);
  return plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? '', ...below] : below;
}
