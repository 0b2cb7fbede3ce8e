import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** JSON lines on standard output. `service` names the process in each line. */
export function createLogger(service: string, level: string): Logger {
  return pino({ level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime });
}
