import { Secret, TOTP } from 'otpauth';
import type { AttemptCounts } from './attempt-counts.ts';

const periodSeconds = 30;
/** Clocks of phones differ from ours: the codes of the periods before and after are right, too. */
const periodsAround = 1;

/** Time-based one-time passwords (TOTP, RFC 6238) with the settings that all authenticator apps know. */
const settings = { algorithm: 'SHA1', digits: 6, period: periodSeconds };

export interface SecondFactor {
  /** Compares in constant time. @returns the period whose code it is; null: none */
  periodOf(code: string): number | null;
  /** Uses the code of a period up. @returns false if it was used before, in whatever process while their store answers */
  use(period: number): Promise<boolean>;
}

/** @param secret in base32 */
export function createSecondFactor(secret: string, counts: AttemptCounts): SecondFactor {
  const totp = new TOTP({ ...settings, secret });
  return {
    periodOf(code) {
      const token = code.replaceAll(' ', '');
      const timestamp = Date.now();
      // It throws if the lengths in bytes differ.
      const delta = /^\d{6}$/.test(token) ? totp.validate({ token, timestamp, window: periodsAround }) : null;
      return delta === null ? null : totp.counter({ timestamp }) + delta;
    },

    async use(period) {
      const acceptedForMs = (2 * periodsAround + 1) * periodSeconds * 1_000;
      return (await counts.claim(`code:${period}`, acceptedForMs)) === 0;
    },
  };
}

/** @returns 160 random bits in base32, as RFC 4226 recommends */
export const newTotpSecret = () => new Secret({ size: 20 }).base32;

/** What an authenticator app needs: a link that it reads as a QR code, or opens. */
export function otpauthUrl(secret: string, username: string): string {
  return new TOTP({ ...settings, secret, issuer: 'order-countdown', label: username }).toString();
}
