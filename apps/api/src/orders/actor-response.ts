import { z } from 'zod';
import { actorKinds } from '@order-countdown/shared/order/actor';
import { named } from '../http/schemas.ts';

const actorResponse = named(
  'Actor',
  z.object({
    kind: z
      .enum(actorKinds)
      .describe('`operator`: somebody in the console. `system`: the service itself, as at a deadline.'),
    subject: z
      .string()
      .nullable()
      .describe(
        "Of a `customer`, the order's customer, null once erased; of a `backend`, the `sub` of its token; of an `operator`, " +
          'the name; of the `system`, `expiry`, `sweep` or `reminder`.',
      ),
  }),
);

/** Who made the change that an event tells of. Only backends are told. */
export const eventActor = z
  .union([actorResponse, z.null()])
  .describe('Who made the change; null in the events of earlier versions.');
