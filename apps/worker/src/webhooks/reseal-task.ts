import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Postgres } from '@order-countdown/shared/platform/postgres';
import { resealSecrets } from '@order-countdown/shared/webhooks/reseal';
import type { SecretBox } from '@order-countdown/shared/webhooks/secret';

interface ResealDependencies {
  postgres: Postgres;
  secrets: SecretBox;
  logger: Logger;
}

/**
 * Reseals webhook secrets while there is a previous APP_SECRET. Again and again, because API processes that have not been
 * replaced yet may register endpoints. Says so once, so that operators know when it is done, and then whenever there was one.
 */
export function createResealTask({ postgres, secrets, logger }: ResealDependencies): () => Promise<void> {
  let isFirst = true;
  return async () => {
    const counts = await resealSecrets(postgres, secrets);
    if (isFirst || counts.resealed > 0) logger.info(counts, 'webhook secrets resealed');
    isFirst = false;
  };
}
