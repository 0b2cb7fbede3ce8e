import { loadConfig, loadMigrationConfig } from '@order-countdown/shared/platform/config';
import { expect, test } from 'vitest';
import { isMap, parseDocument } from 'yaml';
import {
  environmentOf,
  filledIn,
  fitsSchema,
  ownServices,
  service,
  type Service,
} from '../support/compose.ts';
import { read } from '../support/documents.ts';

/** docker-compose.postgres-alone.yml, on top of docker-compose.yml. */

const document = parseDocument(read('docker-compose.postgres-alone.yml'), {
  customTags: [{ tag: '!override', collection: 'map', resolve: (map) => map }],
});
const { services } = document.toJS() as { services: Record<string, Partial<Service>> };

test('conforms to the schema of the Compose specification', () => {
  fitsSchema({ services });
  expect(fitsSchema.errors).toBeNull();
});

test('does not start Redis, and nothing waits for it', () => {
  expect(services['redis']).toEqual({ profiles: ['with-redis'] });
  for (const name of ['api', 'worker']) {
    const { redis: _, ...others } = service(name).depends_on ?? {};
    expect(services[name]?.depends_on).toEqual(others);
    // Otherwise Compose would add them to those of docker-compose.yml.
    const node = document.getIn(['services', name, 'depends_on'], true);
    expect(isMap(node) && node.tag).toBe('!override');
  }
});

test('has the migration make the tables of the queues, and the API and the worker use them', () => {
  expect(Object.keys(services)).toEqual(['redis', ...ownServices]);
  const envOf = (name: string) => ({ ...environmentOf(name, filledIn), ...services[name]?.environment });
  for (const name of ['api', 'worker'])
    expect(loadConfig(envOf(name) as Record<string, string>).REDIS_URL).toBe('none');
  expect(loadMigrationConfig(envOf('migrate') as Record<string, string>).REDIS_URL).toBe('none');
});
