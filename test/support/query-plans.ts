import type { Postgres } from '../../src/platform/postgres.ts';

/** A node of a plan, as `explain (format json)` tells it. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
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

/** At most a hundred rows, by its own constraint: reading all of it is right. */
const tinyTable = 'webhook_endpoints';

/** The tables that a plan reads from end to end, and that grow with the orders. */
export function sequentialScans(plan: PlanNode): string[] {
  return nodesOf(plan)
    .filter((node) => node['Node Type'] === 'Seq Scan')
    .map((node) => node['Relation Name'] ?? '')
    .filter((table) => table !== tinyTable);
}

/** The indexes that a plan uses. */
export function indexesUsed(plan: PlanNode): string[] {
  return nodesOf(plan).flatMap((node) => node['Index Name'] ?? []);
}

/** Whether a plan sorts: then it reads all that fits, however few rows are asked for. */
export function isSorting(plan: PlanNode): boolean {
  return nodesOf(plan).some((node) => node['Node Type'].includes('Sort'));
}

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
