import { writeFileSync } from 'node:fs';
import { generate } from './generate.ts';

/** `npm run openapi` updates what is generated. */
for (const [file, content] of await generate()) writeFileSync(file, content);
