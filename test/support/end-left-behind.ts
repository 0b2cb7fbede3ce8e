import { afterAll } from 'vitest';
import { endLeftBehind } from './processes.ts';

// A setup file runs before each test file, and a hook of it after all of the file's own: they end in the opposite order.
afterAll(endLeftBehind);
