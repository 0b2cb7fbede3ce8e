import type { Postgres } from '../platform/postgres.ts';
import { endpointIdFromUuid } from './ids.ts';
import type { SecretBox } from './secret.ts';

export interface Resealing {
  /** Secrets that were sealed with the previous APP_SECRET, and are now with the current one. */
  resealed: number;
  /** Secrets that neither opens. */
  unreadable: number;
}

/**
 * Seals the webhook secrets of all endpoints, two hundred at most with those of before the last rotations, with the current APP_SECRET. May run at any time, in any
 * number of workers: a secret that another one has just sealed is left as it is.
 */
export async function resealSecrets(postgres: Postgres, secrets: SecretBox): Promise<Resealing> {
  const counts = { resealed: 0, unreadable: 0 };
  for (const column of ['sealed_secret', 'previous_sealed_secret']) {
    const endpoints = await postgres.query<{ id: string; sealed: Buffer }>(
      `select id, ${column} as sealed from webhook_endpoints where ${column} is not null order by id`,
    );
    for (const { id, sealed } of endpoints) {
      const resealed = resealedOrNull(secrets, sealed, endpointIdFromUuid(id));
      if (resealed === 'unreadable') counts.unreadable += 1;
      else if (resealed !== null) {
        const rows = await postgres.query(
          `update webhook_endpoints set ${column} = $3 where id = $1 and ${column} = $2 returning id`,
          [id, sealed, resealed],
        );
        counts.resealed += rows.length;
      }
    }
  }
  return counts;
}

function resealedOrNull(secrets: SecretBox, sealed: Buffer, endpointId: string) {
  try {
    return secrets.reseal(sealed, endpointId);
  } catch {
    return 'unreadable';
  }
}
