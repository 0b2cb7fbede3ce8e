import { html, type Html } from '../http/html.ts';
import { problemCodes, problems } from '../http/problems.ts';
import { inlineMarkdown, markdown } from './markdown.ts';
import { codeBlock, methodBadge, operationView, memberList } from './operation-view.ts';
import type { Parameter } from './parameters.ts';
import type { Operation, ReferenceDocument } from './reference-types.ts';
import { createSchemaView, schemaAnchor, usesOfSchemas, type SchemaView } from './schema-view.ts';

interface Section {
  id: string;
  title: string;
  content: Html;
  entries: Html[];
}

/** The reference of an API: what leads to its sections, and the sections. Made from the OpenAPI document. */
export function referenceOf(document: ReferenceDocument): { nav: Html; main: Html } {
  const view = createSchemaView(document.components.schemas, usesOfSchemas(document));
  const sections = [
    ...document.tags.map((tag) => tagSection(tag, document, view)),
    messages(document, view),
    schemas(view),
    headers(document),
    problemSection(),
  ];
  return { nav: navigation(sections), main: html`${introduction(document)} ${sections.map(sectionView)}` };
}

const navigation = (sections: Section[]) =>
  html`<ul>
    <li><a href="#introduction">Introduction</a></li>
    <li><a href="#authentication">Authentication</a></li>
    ${sections.map(
      ({ id, title, entries }) =>
        html`<li>
          <a href="#${id}">${title}</a>
          <ul>
            ${entries.map((entry) => html`<li>${entry}</li>`)}
          </ul>
        </li>`,
    )}
  </ul>`;

const sectionView = ({ id, title, content }: Section) =>
  html`<section id="${id}">
    <h2><a href="#${id}">${title}</a></h2>
    ${content}
  </section>`;

function introduction({ info, components }: ReferenceDocument): Html {
  const set = 'api=http://127.0.0.1:3000\ntoken=$(npm run --silent token)';
  return html`<section id="introduction">
      <h1>${info.title} <span class="version">${info.version}</span></h1>
      ${markdown(info.description)}
      <p>The examples on this page need two shell variables:</p>
      ${codeBlock('Variables of the examples', set)}
      <p>For programs: <a href="/openapi.json">the OpenAPI 3.1 document</a>.</p>
    </section>
    <section id="authentication">
      <h2><a href="#authentication">Authentication</a></h2>
      ${Object.entries(components.securitySchemes).map(
        ([name, { description }]) =>
          html`<h3 id="${name}">${schemeTitles[name] ?? name}</h3>
            ${markdown(description)}`,
      )}
    </section>`;
}

const schemeTitles: Record<string, string> = { bearer: 'Bearer token', viewToken: 'View token' };

function tagSection(
  tag: { name: string; description: string },
  document: ReferenceDocument,
  view: SchemaView,
): Section {
  const operations = operationsOf(document).filter(({ tags }) => tags[0] === tag.name);
  const views = operations.map((each) => operationView(each, parametersOf(each, document), view));
  return {
    id: `tag-${tag.name}`,
    title: tag.name,
    content: html`${markdown(tag.description)} ${views}`,
    entries: operations.map(
      ({ operationId, method, path, summary }) =>
        html`<a href="#${operationId}" data-find="${`${method} ${path} ${operationId}`}"
          >${methodBadge(method)} ${summary}</a
        >`,
    ),
  };
}

const operationsOf = ({ paths }: ReferenceDocument): Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  );

/** Those that the document describes once are in its components. */
const parametersOf = ({ parameters }: Operation, { components }: ReferenceDocument): Parameter[] =>
  parameters.flatMap((each) =>
    '$ref' in each ? (components.parameters[each.$ref.split('/').at(-1) ?? ''] ?? []) : each,
  );

/** What receivers get. All messages have the same headers, so these stand once. */
function messages({ webhooks }: ReferenceDocument, view: SchemaView): Section {
  const all = Object.entries(webhooks);
  const first = all[0]?.[1].post;
  return {
    id: 'messages',
    title: 'Webhook messages',
    content: html`${first && markdown(first.description)} ${first && html`<h3>Headers</h3>`}
    ${first && memberList(first.parameters, view)}
    ${all.map(([type, { post }]) => {
      const { schema, examples = {} } = post.requestBody?.content['application/json'] ?? {};
      const values = Object.values(examples).map(({ value }) => JSON.stringify(value, null, 2));
      return html`<article class="message" id="message-${type}">
        <h3>
          <a href="#message-${type}"><code>${type}</code></a>
        </h3>
        ${
          schema &&
          html`<details>
            <summary>Members</summary>
            ${view.membersOf(schema)}
          </details>`
        }
        ${values.map(
          (value) =>
            html`<details>
              <summary>Example</summary>
              ${codeBlock(type, value)}
            </details>`,
        )}
      </article>`;
    })}`,
    entries: all.map(([type]) => html`<a href="#message-${type}"><code>${type}</code></a>`),
  };
}

const schemas = ({ shared }: SchemaView): Section => ({
  id: 'schemas',
  title: 'Shared schemas',
  content: html`<p>Those that several operations use. All others stand where they are used.</p>
    ${shared.map(
      ([name, members]) =>
        html`<article id="${schemaAnchor(name)}">
          <h3><a href="#${schemaAnchor(name)}">${name}</a></h3>
          ${members}
        </article>`,
    )}`,
  entries: shared.map(([name]) => html`<a href="#${schemaAnchor(name)}">${name}</a>`),
});

const headers = ({ components }: ReferenceDocument): Section => ({
  id: 'headers',
  title: 'Response headers',
  content: html`<ul class="members">
    ${Object.entries(components.headers).map(
      ([name, { description, example }]) =>
        html`<li id="header-${name}">
          <code class="name">${name}</code>
          <p>${inlineMarkdown(description)} For example <code>${example}</code>.</p>
        </li>`,
    )}
  </ul>`,
  entries: [],
});

const problemSection = (): Section => ({
  id: 'problems',
  title: 'Problems',
  content: html`<p>
      Every answer of 400 and above is a <a href="#schema-Problem">Problem</a> with one of these codes.
    </p>
    <ul class="members">
      ${problemCodes.map((code) => {
        const { status, title, description } = problems[code];
        return html`<li id="problem-${code}">
          <code class="name">${code}</code> <span class="status bad">${status}</span>
          <strong>${title}.</strong>
          <p>${inlineMarkdown(description)}</p>
        </li>`;
      })}
    </ul>`,
  entries: [],
});
