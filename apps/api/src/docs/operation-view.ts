import { html, type Html } from '../http/html.ts';
import { curlOf } from './curl.ts';
import { inlineMarkdown, markdown } from './markdown.ts';
import type { Parameter } from './parameters.ts';
import type { MediaType, Operation, Response } from './reference-types.ts';
import type { SchemaView } from './schema-view.ts';
import { tryForm } from './try-form.ts';

/** An operation as an article: what it does on one side, what it looks like on the other. */
export function operationView(operation: Operation, parameters: Parameter[], view: SchemaView): Html {
  const { operationId, method, path, summary, description, requestBody, responses } = operation;
  const body = requestBody?.content['application/json'];
  const answers = Object.entries(responses);
  const [refusals, others] = [answers.filter(isRefusal), answers.filter((answer) => !isRefusal(answer))];
  return html`<article class="operation" id="${operationId}">
    <div class="about">
      <h3><a href="#${operationId}">${summary}</a></h3>
      <p class="address">${methodBadge(method)} <code>${path}</code></p>
      ${markdown(description)} ${callers(operation)}
      ${['path', 'query', 'header'].map((where) => parameterList(where, parameters, view))}
      ${
        body &&
        html`<h4>Body${requestBody?.required ? null : html` <span class="note">optional</span>`}</h4>
          ${view.membersOf(body.schema ?? {}) ?? html`<p>${view.typeOf(body.schema ?? {})}</p>`}`
      }
      <h4>Answers</h4>
      ${others.map(([status, response]) => successView(status, response, view))}
      <h4>Problems</h4>
      <ul class="problems">
        ${refusals.map(([status, response]) => problemLine(status, response))}
      </ul>
    </div>
    <div class="examples">
      ${codeBlock('curl', curlOf(operation, parameters, Object.values(body?.examples ?? {})[0]?.value))}
      ${
        body &&
        Object.values(body.examples ?? {})
          .slice(1)
          .map(({ summary, value }) => folded(`Body: ${summary}`, value))
      }
      ${others.map(([status, { content }]) => Object.values(content).map((type) => answerExamples(status, type)))}
      ${tryForm(operation, parameters, body)}
    </div>
  </article>`;
}

const isRefusal = ([, { content }]: [status: string, Response]) => 'application/problem+json' in content;

export const methodBadge = (method: string) =>
  html`<span class="method ${method}">${method.toUpperCase()}</span>`;

const answerExamples = (status: string, { examples = {} }: MediaType) =>
  Object.values(examples).map(({ summary, value }) => folded(`${status}: ${summary}`, value));

const folded = (title: string, value: unknown) =>
  html`<details>
    <summary>${title}</summary>
    ${codeBlock(title, JSON.stringify(value, null, 2))}
  </details>`;

/** Code that scrolls by itself, also by keyboard. A script puts the button beside it that copies it. */
export const codeBlock = (title: string, text: string) =>
  html`<div class="code">
    <pre tabindex="0" role="group" aria-label="${title}"><code>${text}</code></pre>
  </div>`;

/** Who may call, by what they authenticate with. */
function callers({ security }: Operation): Html {
  const names = security.map((each) => {
    const scopes = each['bearer'];
    if (!scopes) return html`a <a href="#viewToken">view token</a>`;
    return html`${scopes.map((scope, index) => html`${index ? ' ' : null}<code>${scope}</code>`)}`;
  });
  if (names.length === 0) return html`<p class="callers">Open to anyone.</p>`;
  return html`<p class="callers">
    <a href="#bearer">Scope</a>: ${names.map((name, index) => html`${index ? ' or ' : null}${name}`)}
  </p>`;
}

const parameterTitles: Record<string, string> = { path: 'Path', query: 'Query', header: 'Headers' };

function parameterList(where: string, parameters: readonly Parameter[], view: SchemaView): Html | null {
  const these = parameters.filter((parameter) => parameter.in === where);
  if (these.length === 0) return null;
  return html`<h4>${parameterTitles[where]}</h4>
    ${memberList(these, view)}`;
}

export const memberList = (parameters: readonly Parameter[], view: SchemaView) =>
  html`<ul class="members">
    ${parameters.map(({ name, schema, required, description }) =>
      view.entry(name, schema, required ? 'required' : null, description),
    )}
  </ul>`;

function successView(status: string, { description, headers, content }: Response, view: SchemaView): Html {
  const names = Object.keys(headers);
  return html`<details class="answer">
    <summary><span class="status">${status}</span> ${inlineMarkdown(description)}</summary>
    <p class="headers">
      Headers:
      ${names.map((name, index) => html`${index ? ', ' : null}<a href="#header-${name}"><code>${name}</code></a>`)}
    </p>
    ${Object.entries(content).map(
      ([type, { schema }]) =>
        html`<p><code>${type}</code>${schema && html`: ${view.typeOf(schema)}`}</p>
          ${schema ? view.membersOf(schema) : null}`,
    )}
  </details>`;
}

/** The codes of a status. What they mean stands once, in a section of its own. */
function problemLine(status: string, { content }: Response): Html {
  const codes = Object.values(content).flatMap(({ examples = {} }) => Object.keys(examples));
  return html`<li>
    <span class="status bad">${status}</span>
    ${codes.map((code, index) => html`${index ? ', ' : null}<a href="#problem-${code}"><code>${code}</code></a>`)}
  </li>`;
}
