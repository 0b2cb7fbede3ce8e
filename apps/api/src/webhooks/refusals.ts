import type { Request } from 'express';
import { endpointIdParameter } from './contract.ts';
import { checkTarget, TargetRefused, type TargetPolicy } from '@order-countdown/shared/webhooks/target';
import { Problem } from '../http/problem.ts';

/** @throws Problem `invalid_parameter` when the path holds no id of an endpoint */
export function parseEndpointId(request: Request): string {
  const { data, error } = endpointIdParameter.safeParse(request.params['endpointId']);
  if (data !== undefined) return data;
  const message = error?.issues[0]?.message ?? 'is not valid';
  throw new Problem('invalid_parameter', `The path is not valid. endpointId: ${message}`, {
    errors: [{ path: 'endpointId', message }],
  });
}

/**
 * @returns the address as URLs are written: what was checked is what is kept
 * @throws Problem `validation_failed` when webhooks may not go there
 */
export async function requireTarget(text: string, policy: TargetPolicy): Promise<string> {
  const url = new URL(text);
  try {
    await checkTarget(url, policy);
    return url.href;
  } catch (error) {
    if (!(error instanceof TargetRefused)) throw error;
    throw invalid('url', error.message);
  }
}

export const tooManyEndpoints = (most: number) =>
  new Problem('validation_failed', `There are ${most} endpoints already, and there can't be more.`);

export const endpointNotFound = () => new Problem('not_found', 'There is no webhook endpoint with this id.');

function invalid(path: string, message: string): Problem {
  return new Problem('validation_failed', `The body is not valid. ${path}: ${message}`, {
    errors: [{ path, message }],
  });
}
