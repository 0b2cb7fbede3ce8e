import type { Config } from '@order-countdown/shared/platform/config';
import type { AdminSettings } from './admin.ts';

/** What the configuration says about operators. */
export function adminSettings(config: Config): Omit<AdminSettings, 'queues'> {
  return {
    appSecret: config.APP_SECRET,
    environment: config.NODE_ENV,
    operator: { username: config.OPERATOR_USERNAME, password: config.OPERATOR_PASSWORD },
    viewer:
      config.VIEWER_PASSWORD === undefined
        ? null
        : { username: config.VIEWER_USERNAME, password: config.VIEWER_PASSWORD },
  };
}
