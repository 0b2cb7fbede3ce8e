import { html, type Html } from '../http/html.ts';
import type { Parameter } from './parameters.ts';
import type { MediaType, Operation } from './reference-types.ts';

/** The form from which the page's script sends a request. Where no scripts run, the style hides it. */
export function tryForm(
  operation: Operation,
  parameters: readonly Parameter[],
  body: MediaType | undefined,
): Html {
  const { method, path, security, summary } = operation;
  const example = Object.values(body?.examples ?? {})[0]?.value;
  return html`<details class="try">
    <summary>Try it</summary>
    <form data-method="${method.toUpperCase()}" data-path="${path}" aria-label="${summary}">
      ${
        security.length > 0
          ? html`<label
              >Bearer token
              <input data-in="token" type="password" autocomplete="off" />
            </label>`
          : null
      }
      ${parameters.map(parameterField)}
      ${
        body &&
        html`<label
          >Body
          <textarea data-in="body" rows="8" spellcheck="false">${JSON.stringify(example, null, 2)}</textarea>
        </label>`
      }
      <button>Send</button>
    </form>
  </details>`;
}

const parameterField = ({ name, in: where, required, example }: Parameter) =>
  html`<label
    ><span><code>${name}</code> <span class="muted">${where}</span></span>
    <input
      data-in="${where}"
      name="${name}"
      placeholder="${example ?? ''}"
      autocomplete="off"
      spellcheck="false"
      ${required ? html`required` : null}
    />
  </label>`;
