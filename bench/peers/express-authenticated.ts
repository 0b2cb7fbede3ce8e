import { jwtVerify } from 'jose';
import { serve } from './shop.ts';

/** No peer, but a limit: Express verifies a bearer token by HS256 with jose, as tutorials do, and answers. */

const secret = new TextEncoder().encode(process.env['JWT_SECRET']);

if (process.argv[2] === 'api') {
  const nothing = async () => ({});
  serve({ place: nothing, pay: nothing, remainingMs: async () => 1 }, async (request, _response, next) => {
    await jwtVerify(request.headers.authorization?.slice('Bearer '.length) ?? '', secret);
    next();
  });
} else {
  console.log('ready');
  process.stdin.resume();
}
