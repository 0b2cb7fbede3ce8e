import { html, type Html } from '../http/html.ts';
import { markdown } from './markdown.ts';
import { alternativesOf, isSchema, limitsOf, nameOf, typeOf } from './schema-text.ts';
import type { JsonSchema } from './schemas.ts';

export interface SchemaView {
  /** What a value is: `array of Order`. */
  typeOf(schema: JsonSchema): Html;
  /** Its members, one below the other, or null if it has none, or they stand elsewhere. */
  membersOf(schema: JsonSchema): Html | null;
  /** One named value: a member or a parameter. @param note `required`, for example */
  entry(name: string, schema: JsonSchema, note: string | null, description?: string): Html;
  /** The schemas that stand in a section of their own, by name. */
  shared: readonly [name: string, members: Html | null][];
}

/** The address of a schema on the page. */
export const schemaAnchor = (name: string) => `schema-${name}`;

/**
 * How schemas are shown. One that the document uses once stands where it is used. The others stand once, in a section of
 * their own, and everything that uses them leads there.
 *
 * @param uses how often the document uses each
 */
export function createSchemaView(
  schemas: Record<string, JsonSchema>,
  uses: ReadonlyMap<string, number>,
): SchemaView {
  const isShared = (name: string) => (uses.get(name) ?? 0) > 1;
  const link = (name: string) => (isShared(name) ? html`<a href="#${schemaAnchor(name)}">${name}</a>` : name);

  const view: SchemaView = {
    typeOf: (schema) => typeOf(schema, link),

    membersOf(schema) {
      const name = nameOf(schema);
      if (name === null) return inline(schema);
      if (isShared(name)) return null;
      return inline(schemas[name] ?? {});
    },

    entry(name, schema, note, description = descriptionOf(schema)) {
      const members = view.membersOf(schema);
      return html`<li>
        <code class="name">${name}</code> <span class="type">${view.typeOf(schema)}</span>
        ${note && html`<span class="note ${note}">${note}</span>`}
        ${limitsOf(schema).map((limit) => html`<span class="limit">${limit}</span> `)}
        ${description ? markdown(description) : null}
        ${
          members &&
          html`<details>
            <summary>Members of <code>${name}</code></summary>
            ${members}
          </details>`
        }
      </li>`;
    },

    shared: [],
  };

  function inline(schema: JsonSchema): Html | null {
    const { properties, items, additionalProperties } = schema;
    if (properties) return list(schema, properties);
    if (isSchema(items)) return view.membersOf(items);
    if (isSchema(additionalProperties)) return view.membersOf(additionalProperties);
    const alternatives = alternativesOf(schema);
    if (alternatives.length === 1 && alternatives[0] && alternatives[0] !== schema) {
      return view.membersOf(alternatives[0]);
    }
    const objects = alternatives.filter((each) => each.properties);
    return objects.length === 0 ? null : html`${objects.map(alternative)}`;
  }

  /** One of several kinds of object, told apart by its `type`. */
  function alternative(schema: JsonSchema): Html {
    const { type } = schema.properties as Record<string, JsonSchema>;
    return html`<details>
      <summary><code>${String(type?.const ?? 'object')}</code></summary>
      ${inline(schema)}
    </details>`;
  }

  /** Of what we are sent, what is required is worth saying; of what we send, what may be missing. */
  function list({ required = [], additionalProperties }: JsonSchema, properties: object): Html {
    const isRequest = additionalProperties === false;
    const noteOf = (name: string) => {
      if (isRequest) return required.includes(name) ? 'required' : null;
      return required.includes(name) ? null : 'optional';
    };
    return html`<ul class="members">
      ${Object.entries(properties).map(([name, member]) => view.entry(name, member as JsonSchema, noteOf(name)))}
    </ul>`;
  }

  const shared = Object.keys(schemas).filter(isShared);
  return { ...view, shared: shared.map((name) => [name, inline(schemas[name] ?? {})]) };
}

/** Its own, or that of the only alternative to null. */
function descriptionOf(schema: JsonSchema): string | undefined {
  const [only, ...others] = alternativesOf(schema);
  return schema.description ?? (others.length === 0 ? only?.description : undefined);
}

/** How often a document uses each schema. */
export function usesOfSchemas(document: object): Map<string, number> {
  const uses = new Map<string, number>();
  for (const [, name = ''] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return uses;
}
