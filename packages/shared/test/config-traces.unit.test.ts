import { expect, test } from 'vitest';
import { loadConfig } from '../src/platform/config.ts';
import { wantsTraces } from '../src/platform/tracing.ts';

const urls = { DATABASE_URL: 'postgres://host/orders', REDIS_URL: 'redis://host' };
const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

test('nothing is traced by default, and with an endpoint everything, at the pace of OpenTelemetry', () => {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: _, ...config } = loadConfig({ ...urls, ...endpoint });
  expect(Object.fromEntries(Object.entries(config).filter(([name]) => name.startsWith('OTEL_')))).toEqual({
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_TIMEOUT: 10_000,
    OTEL_SDK_DISABLED: false,
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    OTEL_TRACES_SAMPLER_ARG: 1,
    OTEL_BSP_SCHEDULE_DELAY: 5_000,
    OTEL_BSP_EXPORT_TIMEOUT: 30_000,
    OTEL_BSP_MAX_QUEUE_SIZE: 2_048,
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: 512,
  });
});

test.each([
  [{}, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, false],
  [endpoint, true],
  [{ ...endpoint, OTEL_SDK_DISABLED: 'true' }, false],
])('traces are wanted with %j: %s', (env, isWanted) => {
  expect(wantsTraces(loadConfig({ ...urls, ...env }))).toBe(isWanted);
});

test.each([
  ['0.01', 0.01],
  ['.5', 0.5],
  ['1.0', 1],
  ['0', 0],
])('takes %s as the share of traces', (text, share) => {
  expect(loadConfig({ ...urls, OTEL_TRACES_SAMPLER_ARG: text }).OTEL_TRACES_SAMPLER_ARG).toBe(share);
});

test('takes headers and attributes as OpenTelemetry writes them', () => {
  const lists = {
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20YTpi, x-tenant = shop=1',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test,service.version=1%2C2',
  };
  expect(loadConfig({ ...urls, ...lists })).toMatchObject(lists);
});

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', 'must be an http:// or https:// URL'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'must be http/protobuf'],
  ['OTEL_TRACES_SAMPLER', 'jaeger_remote', 'must be one of always_on, '],
  ['OTEL_TRACES_SAMPLER_ARG', '1.5', 'must be a number from 0 to 1'],
  ['OTEL_TRACES_SAMPLER_ARG', '10%', 'must be a number from 0 to 1'],
  ['OTEL_BSP_MAX_QUEUE_SIZE', '1000000000', 'must be at most 100000'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'secret', 'must be a list of headers as name=value'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'x-key=secret,my key=secret', 'must be a list of headers as name=value'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'x-key=a%0Ab', 'must be a list of headers as name=value'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'x-key=100%', 'must be a list of headers as name=value'],
  ['OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment', 'must be a list of name=value'],
])('refuses %s=%s', (name, value, message) => {
  expect(() => loadConfig({ ...urls, [name]: value })).toThrow(`  ${name}: ${message}`);
});
