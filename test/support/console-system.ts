import { expect } from 'vitest';
import { getSession } from '../../apps/api/src/admin/session-route.ts';
import { consoleRoutes } from '../../apps/api/src/console/routes.ts';
import type { Answer } from './client.ts';
import { operatorCredentials, signIn, viewerCredentials, viewerEnv, type SignedIn } from './operator.ts';
import { startSystem, type System } from './system.ts';

export interface ConsoleSystem extends System {
  operator: SignedIn;
  viewer: SignedIn;
  /** Reads as the operator, and expects what the route says that it answers. */
  read: (path: string) => Promise<Answer['body']>;
}

/** Every route of the console. */
export const routes = [getSession, ...consoleRoutes];

export async function startConsole(): Promise<ConsoleSystem> {
  const system = await startSystem({ apiEnv: viewerEnv });
  const operator = await signIn(system.api.url, operatorCredentials);
  const viewer = await signIn(system.api.url, viewerCredentials);
  return {
    ...system,
    operator,
    viewer,
    async read(path) {
      const answer = await operator.get(`/admin/api${path}`);
      expect(answer).toMatchObject({ status: 200 });
      expectDeclared('get', path, answer);
      return answer.body;
    },
  };
}

/** The answer has the members that its route declares, and no others. */
export function expectDeclared(method: string, path: string, { status, body }: Answer): void {
  const [name] = path.split('?');
  const route = routes.find(
    (each) => each.method === method && patternOf(each.path).test(`/admin/api${name}`),
  );
  const schema = route?.successes[status]?.content['application/json']?.schema;
  expect(schema, `${method} ${path} is declared`).toBeDefined();
  expect(schema?.parse(body)).toEqual(body);
}

const patternOf = (path: string) =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/.]+')}$`);
