import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Router } from 'express';

/** The texts of Bull Board's user interface that we use, in one of its languages. */
interface BoardTexts {
  DASHBOARD: { EMPTY_STATE: string };
  QUEUE: { NOT_FOUND: string };
}

/** Bull Board shows these, in place of its queues, for any answer without queues: it has no words for Redis being away. */
const ours = {
  overview: 'Redis is away, so there are no queues to show; or none matches.',
  queue: 'Redis is away, so this queue cannot be shown; or there is none of this name.',
};

/** Bull Board's translations, with our words where its own would hide that Redis is away. */
export function boardTexts(): Router {
  const router = Router();
  for (const [language, texts] of readTexts()) {
    const DASHBOARD = { ...texts.DASHBOARD, EMPTY_STATE: ours.overview };
    const QUEUE = { ...texts.QUEUE, NOT_FOUND: ours.queue };
    const json = JSON.stringify({ ...texts, DASHBOARD, QUEUE });
    router.get(`/locales/${language}/messages.json`, (_request, response) => {
      response.type('json').send(json);
    });
  }
  return router;
}

function readTexts(): [string, BoardTexts][] {
  const requireOfBoard = createRequire(import.meta.resolve('@bull-board/api'));
  const folder = join(dirname(requireOfBoard.resolve('@bull-board/ui/package.json')), 'dist/static/locales');
  return readdirSync(folder).map((language) => {
    const text = readFileSync(join(folder, language, 'messages.json'), 'utf8');
    return [language, JSON.parse(text) as BoardTexts];
  });
}
