import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import type { Queue } from 'bullmq';
import type { Express } from 'express';
import type { Role } from './accounts.ts';
import { iconUrl } from '../http/page.ts';
import { toBoardQueue } from './board-queues.ts';

const fonts = { 'font-sans': 'system-ui, sans-serif', 'font-mono': 'ui-monospace, monospace' };

/** Where the console begins. */
export const consolePath = '/admin';

const boardPath = '/admin/queues';

export interface BoardDependencies {
  queues: readonly Queue[];
  environment: string;
}

/**
 * Bull Board for one role. Each role has its own, so nothing in a request can select the other. A viewer's has no
 * buttons and refuses every change.
 */
export function createBoard({ queues, environment }: BoardDependencies, role: Role): Express {
  const isViewer = role === 'viewer';
  const serverAdapter = new ExpressAdapter().setBasePath(boardPath);
  createBullBoard({
    queues: queues.map((queue) => toBoardQueue(queue, isViewer)),
    serverAdapter,
    options: {
      handlerHooks: isViewer ? { before: refuseChanges } : {},
      uiConfig: {
        boardTitle: 'order-countdown',
        boardLogo: { path: iconUrl, width: 28, height: 28 },
        favIcon: { default: iconUrl, alternative: iconUrl },
        // Its own fonts come from another site. Its colours are in look/board.css.
        theme: { light: fonts, dark: fonts },
        environment: {
          label: isViewer ? `${environment}, read only` : environment,
          color: environment === 'production' ? '#b91c1c' : '#15803d',
          textColor: '#fff',
        },
        miscLinks: [
          { text: 'Console', url: consolePath },
          { text: 'Sign out', url: '/admin/sign-out' },
        ],
        hideDocsLink: true,
      },
    },
  });
  return serverAdapter.getRouter().disable('x-powered-by');
}

const refuseChanges = ({ method }: { method: string }) =>
  method === 'get' ? undefined : { allow: false as const, status: 403 as const };
