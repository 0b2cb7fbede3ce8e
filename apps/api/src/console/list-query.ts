import { z } from 'zod';
import { storableText } from '../http/schemas.ts';
import { orderFilters, orderPage, requirePending } from '../orders/list-query.ts';

const search = {
  q: storableText(255)
    .optional()
    .describe(
      'In place of all filters: the id of an order, or of a payment attempt, refund, delivery or event of it; or its reference, ' +
        'the reference of a payment of it, or its customer.',
    ),
};

/** Which orders an operator asks for. */
export type OrdersAsked = z.output<z.ZodObject<typeof orderFilters & typeof search>>;

const alone = 'can not be combined with q';

function requireAlone({ q, ...others }: OrdersAsked, context: z.core.$RefinementCtx): void {
  if (q === undefined) return;
  for (const name of Object.keys(orderFilters)) {
    const value = others[name as keyof typeof others];
    if (value !== undefined) context.addIssue({ code: 'custom', path: [name], message: alone });
  }
}

export const consoleOrdersQuery = z
  .strictObject({ ...orderFilters, ...search, ...orderPage })
  .superRefine(requirePending)
  .superRefine(requireAlone);

export const exportOrdersQuery = z
  .strictObject({ ...orderFilters, ...search })
  .superRefine(requirePending)
  .superRefine(requireAlone);
