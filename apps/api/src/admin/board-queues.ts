import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { isOrderId } from '@order-countdown/shared/order/order-id';
import { alarmQueueName } from '@order-countdown/shared/redis/alarm';
import { webhookQueueName } from '@order-countdown/shared/webhooks/queue';
import type { JobType, Queue } from 'bullmq';

/** How Bull Board shows our queues. */

/** Of a job, what its title is made of. */
interface TitledJob {
  id?: string;
  name: string;
  timestamp: number;
  /** Milliseconds from its creation; 0 once it is due. */
  delay?: number;
  opts?: { delay?: number };
  data?: { type?: string; orderId?: string | null };
}

/** We give no job a priority or children, so those tabs would always be empty. */
const unused: readonly string[] = ['waiting-children', 'prioritized'];

class OurQueue extends BullMQAdapter {
  readonly #queue: Queue;

  constructor(
    queue: Queue,
    options: ConstructorParameters<typeof BullMQAdapter>[1],
    title: (job: TitledJob) => string,
  ) {
    super(queue, options);
    this.#queue = queue;
    this.setFormatter('name', title);
  }

  override getStatuses(): ReturnType<BullMQAdapter['getStatuses']> {
    return super.getStatuses().filter((status) => !unused.includes(status));
  }

  override getJobStatuses(): ReturnType<BullMQAdapter['getJobStatuses']> {
    return super.getJobStatuses().filter((status) => !unused.includes(status));
  }

  /** Those that wait for their time begin with the soonest, and all others with the latest. */
  override async getJobs(...[statuses, start, end]: Parameters<BullMQAdapter['getJobs']>) {
    const isByTime = statuses.length === 1 && statuses[0] === 'delayed';
    // Before its sixth version BullMQ had one state more.
    const jobs = await this.#queue.getJobs(statuses as JobType[], start, end, isByTime);
    // One that ended meanwhile is missing.
    return jobs.filter(Boolean);
  }
}

/** Makes groups of queues whose names begin alike: `order-expiry-0` and its neighbours. */
const delimiter = '-';

export function toBoardQueue(queue: Queue, readOnlyMode: boolean): BullMQAdapter {
  if (queue.name === webhookQueueName) {
    const description =
      'One job per event and endpoint. A job that has failed for good can be retried, which sends it once more.';
    return new OurQueue(queue, { readOnlyMode, description }, titleOfDelivery);
  }
  const isShard = /^-\d+$/.test(queue.name.slice(alarmQueueName.length));
  if (!queue.name.startsWith(alarmQueueName) || (queue.name !== alarmQueueName && !isShard)) {
    return new BullMQAdapter(queue, { readOnlyMode });
  }
  return new OurQueue(
    queue,
    {
      readOnlyMode,
      ...(isShard && { delimiter }),
      description: 'One alarm per pending order, due at its payment deadline.',
      externalJobUrl: ({ id }) => ({ displayText: 'Order', href: `/admin/orders/${id}` }),
    },
    titleOfAlarm,
  );
}

/** The order and its deadline, by the clock of the process that set the alarm. */
function titleOfAlarm({ id = '', name, timestamp, delay, opts }: TitledJob): string {
  return isOrderId(id) ? `${id} due ${utc(timestamp + (delay || opts?.delay || 0))}` : name;
}

const titleOfDelivery = ({ name, data }: TitledJob): string =>
  [data?.type ?? name, data?.orderId].filter(Boolean).join(' of ');

const utc = (ms: number) => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
