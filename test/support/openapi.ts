import { createDocument } from '@order-countdown/api/openapi';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';

/** The OpenAPI document that the API serves, and checks of responses against it. */

export const document = createDocument();

type Described = (typeof document.paths)[string][string];

/** A response and the request it answers. */
export interface Observed {
  method: string;
  /** The path of the request, without the query. */
  path: string;
  status: number;
  headers: Headers;
  body: unknown;
}

const patterns = Object.keys(document.paths).map(
  (template) => [template, new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`)] as const,
);

/** The documented path template that matches an address. */
function templateOf(path: string): string | null {
  const exact = path.replace(/(?<=.)\/$/, '');
  return patterns.find(([, pattern]) => pattern.test(exact))?.[0] ?? null;
}

/** Which documented response this is: route, status and, for a problem, its code. */
export function nameOf({ method, path, status, body }: Omit<Observed, 'headers'>): string {
  const { code } = (body ?? {}) as { code?: string };
  return [method, templateOf(path), status, ...(status >= 400 && code ? [code] : [])].join(' ');
}

/**
 * Checks that a response has the media type, the body and the headers documented for its route and status.
 *
 * @throws with what is wrong, and the response
 */
export function expectDocumented(observed: Observed): void {
  // Other servers in the tests send no X-Request-Id; the dashboard is not part of the API.
  if (!observed.headers.has('X-Request-Id') || /^\/admin(\/|$)/.test(observed.path)) return;
  const complaint = complain(observed);
  if (complaint === null) return;
  const { method, path, status, body } = observed;
  const answer = `${method} ${path} → ${status} ${JSON.stringify(body)?.slice(0, 1_000)}`;
  throw new Error(`The response is not as documented in openapi.json: ${complaint}\n${answer}`);
}

function complain(observed: Observed): string | null {
  const { method, path, status, headers } = observed;
  const template = templateOf(path);
  const name = (method === 'HEAD' ? 'GET' : method).toLowerCase();
  const operation = template === null ? undefined : document.paths[template]?.[name];
  if (!operation) return complainOfUndocumented(observed, template);

  const responses: Partial<Described['responses']> = operation.responses;
  const response = responses[status];
  const where = `${method} ${template} ${status}`;
  if (!response) return `${where} is not documented`;
  const missing = Object.keys(response.headers).find((name) => isRequired(name) && !headers.has(name));
  if (missing) return `${where} has no ${missing}`;
  if (method === 'HEAD') return null;
  const type = mediaTypeOf(headers);
  const content: Record<string, { schema?: unknown }> = response.content;
  if (Object.keys(content).length === 0) return observed.body === '' ? null : `${where} has a body`;
  if (!content[type]) return `${where} is not documented as ${type}`;
  return content[type].schema
    ? mismatch(
        pointer('paths', template, name, 'responses', status, 'content', type, 'schema'),
        observed.body,
      )
    : null;
}

const outsideOfRoutes = [
  'not_found',
  'method_not_allowed',
  'invalid_parameter',
  'rate_limited',
  'unavailable',
];

/** Without a documented route, only a problem can be answered. */
function complainOfUndocumented({ method, status, headers, body }: Observed, template: string | null) {
  if (method === 'OPTIONS' && status < 300) return null;
  const where =
    template === null ? 'a path that is not documented' : `${method} of ${template}, undocumented,`;
  if (method === 'HEAD') return status < 400 ? `${where} answers with success` : null;
  const { code } = (body ?? {}) as { code?: string };
  if (mediaTypeOf(headers) !== 'application/problem+json' || !outsideOfRoutes.includes(String(code))) {
    return `${where} must be refused as not found or not allowed`;
  }
  return mismatch(pointer('components', 'schemas', 'Problem'), body);
}

const isRequired = (name: string) =>
  'required' in (document.components.headers as Record<string, object>)[name]!;

const mediaTypeOf = (headers: Headers) => (headers.get('content-type') ?? 'none').split(';', 1)[0]!;

const ajv = new Ajv2020({ strict: false, allErrors: true, formats: fullFormats });
ajv.addSchema(withoutExtraFields(), 'openapi');
const validators = new Map<string, ValidateFunction>();

/** A place in the document, as a JSON Pointer in a URI fragment. */
export function pointer(...path: (string | number | null)[]): string {
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  return `#/${steps.map(encodeURIComponent).join('/')}`;
}

/** How a value violates the schema at a place in the document; null: it does not. */
export function mismatch(place: string, value: unknown): string | null {
  const validate = validators.get(place) ?? ajv.compile({ $ref: `openapi${place}` });
  validators.set(place, validate);
  return validate(value) ? null : ajv.errorsText(validate.errors, { dataVar: 'body' });
}

/** Clients must ignore unknown fields. Tests must not: a field that is not documented is a mistake. */
function withoutExtraFields() {
  const schemas = JSON.parse(JSON.stringify(document.components.schemas), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'properties' in value
      ? { additionalProperties: false, ...value }
      : value,
  ) as typeof document.components.schemas;
  return { ...document, components: { ...document.components, schemas } };
}
