import { errors, jwtVerify, type JWTVerifyOptions } from 'jose';

/**
 * Verifies a JWT with the first key that fits its signature: the current one, or its predecessor.
 * @throws JOSEError of the last key
 */
export async function verifyWithAny(
  token: string,
  [key, ...others]: readonly Uint8Array[],
  options: JWTVerifyOptions,
): ReturnType<typeof jwtVerify> {
  try {
    return await jwtVerify(token, key ?? new Uint8Array(), options);
  } catch (error) {
    if (others.length === 0 || !(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    return verifyWithAny(token, others, options);
  }
}
