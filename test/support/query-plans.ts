import type { Postgres } from '@order-countdown/shared/platform/postgres';

/** A node of a plan, as `explain (format json)` prints it. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  /** Of an index of a partition: the one of all partitions that it belongs to. */
  'Index Name'?: string;
  /** Whether it has no page to read. The planner does not mind reading those from end to end. */
  'Is Empty'?: boolean;
  /** How often it was executed; only of a statement that was. */
  'Actual Loops'?: number;
  /** Of each execution, on average. */
  'Actual Rows'?: number;
  'Rows Removed by Filter'?: number;
  /** Pages that it and the nodes under it read; only of a statement that was executed. */
  'Shared Hit Blocks'?: number;
  'Shared Read Blocks'?: number;
  Plans?: PlanNode[];
}

export type Plans = [PlanNode, ...PlanNode[]];

/**
 * `generic`: the plan that a prepared statement may be executed with, whatever its values. `undone`: as `analyze`, and nothing is
 * changed by it. `kept`: the same, with the plan that a prepared statement keeps.
 */
type How = 'plan' | 'analyze' | 'generic' | 'undone' | 'kept';

/**
 * Explains the statements that `run` would execute. None is executed, unless to `analyze` it, and each answers with no
 * rows, except those that read no table, such as asking for the time.
 *
 * @throws if no statement of `run` reads a table
 */
export async function plansOf(
  postgres: Postgres,
  run: (postgres: Postgres) => unknown,
  how: How = 'plan',
): Promise<Plans> {
  const plans: PlanNode[] = [];
  await run({
    ...postgres,
    async query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> {
      const plan = await explain(postgres, how, text, values);
      if (!readsTable(plan)) return postgres.query<Row>(text, values);
      await describePartitions(postgres, plan);
      plans.push(plan);
      return [];
    },
  });
  const [first, ...others] = plans;
  if (!first) throw new Error('no statement reads a table');
  return [first, ...others];
}

const partitionStatement = `
select jsonb_object_agg(child.relname, parent.relname) filter (where child.relkind = 'i') as indexes,
       array_agg(child.relname::text) filter (where child.relkind = 'r' and pg_relation_size(child.oid) = 0) as empty
from pg_inherits join pg_class child on child.oid = inhrelid join pg_class parent on parent.oid = inhparent`;

interface Partitions {
  indexes: Record<string, string>;
  empty: string[] | null;
}

/** Says of the nodes of a plan what only the catalog knows. */
async function describePartitions(postgres: Postgres, plan: PlanNode): Promise<void> {
  const [partitions] = await postgres.query<Partitions>(partitionStatement);
  for (const node of nodesOf(plan)) {
    const { 'Index Name': index = '', 'Relation Name': table = '' } = node;
    if (index !== '') node['Index Name'] = partitions?.indexes[index] ?? index;
    if (partitions?.empty?.includes(table)) node['Is Empty'] = true;
  }
}

const options: Record<How, string> = {
  plan: '',
  analyze: ', analyze',
  generic: ', generic_plan',
  undone: ', analyze, buffers',
  kept: ', analyze, buffers',
};

async function explain(
  postgres: Postgres,
  how: How,
  text: string,
  values?: readonly unknown[],
): Promise<PlanNode> {
  if (how === 'undone' || how === 'kept') return explainUndone(postgres, how, text, values);
  const [row] = await postgres.query<PlanRow>(
    `explain (format json${options[how]}) ${text}`,
    how === 'generic' ? [] : values,
  );
  return planOf(row, text);
}

interface PlanRow {
  'QUERY PLAN': [{ Plan: PlanNode }];
}

function planOf(row: PlanRow | undefined, text: string): PlanNode {
  if (!row) throw new Error(`there is no plan of ${text}`);
  return row['QUERY PLAN'][0].Plan;
}

class Undone extends Error {}

async function explainUndone(
  postgres: Postgres,
  how: 'undone' | 'kept',
  text: string,
  values: readonly unknown[] = [],
): Promise<PlanNode> {
  let plan: PlanNode | undefined;
  await postgres
    .transaction(async (queries) => {
      const explain = `explain (format json${options[how]})`;
      if (how === 'kept') {
        await queries.query('set local plan_cache_mode = force_generic_plan');
        const explained = await queries.query<PlanRow>(`${explain} ${text}`, values, { prepare: true });
        plan = planOf(explained[0], text);
      } else {
        plan = planOf((await queries.query<PlanRow>(`${explain} ${text}`, values))[0], text);
      }
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  if (!plan) throw new Error(`there is no plan of ${text}`);
  return plan;
}

/**
 * There are at most a hundred endpoints, by a constraint, with a circuit each, one mark, and few databases: reading all of
 * them is right.
 */
const smallTables = [
  'dropped_months',
  'webhook_endpoints',
  'webhook_circuits',
  'webhook_resends',
  'event_feed_mark',
  'pg_database',
];

/** The tables that a plan reads from end to end, except the small ones, and empty partitions. */
export function sequentialScans(plans: readonly PlanNode[]): string[] {
  return plans
    .flatMap(nodesOf)
    .filter((node) => node['Node Type'] === 'Seq Scan' && node['Is Empty'] !== true)
    .map((node) => node['Relation Name'] ?? '')
    .filter((table) => !smallTables.includes(table));
}

/** The indexes that a plan uses. */
export function indexesUsed(plan: PlanNode): string[] {
  return nodesOf(plan).flatMap((node) => node['Index Name'] ?? []);
}

/** Whether a relation is a table, or one of its partitions. */
const isOf = (table: string, relation: string | undefined) =>
  relation?.startsWith(table) === true && /^(_before|_\d{4}_\d{2})?$/.test(relation.slice(table.length));

/** How often executed plans read a table, or its partitions, by index or from end to end. */
export function lookUpsIn(plans: readonly PlanNode[], table: string): number {
  const scans = plans.flatMap(nodesOf).filter((node) => isScan(node) && isOf(table, node['Relation Name']));
  return scans.reduce((sum, node) => sum + (node['Actual Loops'] ?? 0), 0);
}

/** The partitions of a table that executed plans have read; or opened, whether or not they looked into them. */
export function partitionsRead(plans: readonly PlanNode[], table: string, how = 'read'): string[] {
  const nodes = plans.flatMap(nodesOf).filter((node) => isScan(node) && isOf(table, node['Relation Name']));
  const read = how === 'read' ? nodes.filter((node) => (node['Actual Loops'] ?? 0) > 0) : nodes;
  return [...new Set(read.map((node) => node['Relation Name'] ?? ''))];
}

/** How many rows of tables executed plans read, those included that a filter then left out. */
export function rowsRead(plans: readonly PlanNode[]): number {
  const scans = plans.flatMap(nodesOf).filter((node) => isScan(node) && node['Relation Name'] !== undefined);
  return scans.reduce((sum, node) => {
    const rows = (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0);
    return sum + rows * (node['Actual Loops'] ?? 0);
  }, 0);
}

const isScan = (node: PlanNode) => node['Node Type'].includes('Scan');

/** Whether a plan sorts rows of a table that is not small. Then it reads every matching row, however small the limit. */
export function isSorting(plan: PlanNode): boolean {
  return nodesOf(plan).some((node) => node['Node Type'].includes('Sort') && nodesOf(node).some(isLarge));
}

const isLarge = (node: PlanNode) =>
  node['Relation Name'] !== undefined &&
  node['Is Empty'] !== true &&
  !smallTables.includes(node['Relation Name']);

const readsTable = (plan: PlanNode) =>
  nodesOf(plan).some((node) => node['Relation Name'] !== undefined || node['Index Name'] !== undefined);

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
