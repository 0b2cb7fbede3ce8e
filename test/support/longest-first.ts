import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, about ten seconds and more. Were one of them the last, it would run alone. Vitest knows how long
 * they took only where they ran before.
 */
const long: readonly string[] = [
  'chaos',
  'webhook-time-limits',
  'start',
  'lives',
  'stream-outage',
  'rolling-restart',
  'restart',
  'reminder',
  'redis-cluster',
  'shared-bounds',
  'upgrade',
  'late-writes',
  'redis-lost',
  'reconcile-alone',
  'postgres-down',
  'demoted-primary',
  'ledger-races',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const index = long.indexOf(basename(moduleId).split('.')[0]!);
  return index < 0 ? long.length : index;
};

/** Vitest's own order, after the longest files. Browsers, which need much of the processor, are spread over those that wait. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- no array's: the sequencer's own, which leaves the list that it is given as it is
    const byProject = Map.groupBy(await super.sort(files), ({ project }) => project.name);
    const browser = byProject.get('browser') ?? [];
    const integration = (byProject.get('integration') ?? []).toSorted((a, b) => rank(a) - rank(b));
    const rest = [...byProject].filter(([name]) => name !== 'browser' && name !== 'integration');
    return [...rest.flatMap(([, specs]) => specs), ...spread(browser, integration)];
  }
}

/** Puts one of the few after each third of the many, as long as there are any. */
function spread<Item>(few: Item[], many: Item[]): Item[] {
  const waiting = [...few];
  const mixed = many.flatMap((item, index) =>
    index % 3 === 2 && waiting.length > 0 ? [item, waiting.shift()!] : [item],
  );
  return [...mixed, ...waiting];
}
