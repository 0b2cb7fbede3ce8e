import { requestOf } from './request.ts';

/** Lets each form send its request to the service that the page came from. */
export function offerTrying(page: Document): void {
  for (const form of page.querySelectorAll<HTMLFormElement>('form[data-path]')) offerTryingOne(form);
  shareToken(page);
}

/** A token that was given to one form is meant for all. It stays in the page: nothing stores it. */
function shareToken(page: Document): void {
  const inputs = [...page.querySelectorAll<HTMLInputElement>('[data-in="token"]')];
  for (const input of inputs) {
    input.addEventListener('input', () => inputs.forEach((other) => (other.value = input.value)));
  }
}

function offerTryingOne(form: HTMLFormElement): void {
  const button = form.querySelector('button');
  let sending: AbortController | null = null;

  async function start(): Promise<void> {
    sending = new AbortController();
    if (button) button.textContent = 'Stop';
    await send(form, sending.signal);
    if (button) button.textContent = 'Send';
    sending = null;
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (sending) sending.abort();
    else void start();
  });
}

/** Sends the request, and shows the answer below the form, as far as it has come. */
async function send(form: HTMLFormElement, signal: AbortSignal): Promise<void> {
  const { status, body, headers } = answerOf(form);
  const startedAt = performance.now();
  status.textContent = 'Waiting for the answer…';
  try {
    const response = await fetch(requestOf(form), { signal });
    const ms = Math.round(performance.now() - startedAt);
    status.textContent = `${response.status} ${response.statusText} after ${ms} ms`;
    headers.textContent = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    await show(response, body);
  } catch (error) {
    status.textContent += signal.aborted ? ' – stopped' : ` ${String(error)}`;
  }
}

async function show(response: Response, body: HTMLElement): Promise<void> {
  if (response.headers.get('content-type')?.includes('json')) {
    body.textContent = JSON.stringify(await response.json(), null, 2);
    return;
  }
  const text = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await text?.read(); part && !part.done; part = await text?.read()) {
    body.append(part.value);
  }
}

/** Where the answer stands; emptied, or made if this is the first one. */
function answerOf(form: HTMLFormElement) {
  const container = form.nextElementSibling ?? form.insertAdjacentElement('afterend', newAnswer());
  const [status, body, headers] = ['.answered', '.body', '.headers'].map((name) =>
    container?.querySelector<HTMLElement>(name),
  ) as [HTMLElement, HTMLElement, HTMLElement];
  for (const part of [status, body, headers]) part.textContent = '';
  return { status, body, headers };
}

function newAnswer(): Element {
  const answer = document.createElement('div');
  answer.innerHTML = `<p class="answered" role="status"></p>
    <pre class="body" tabindex="0" role="group" aria-label="Body of the answer"></pre>
    <details><summary>Headers</summary>
      <pre class="headers" tabindex="0" role="group" aria-label="Headers of the answer"></pre></details>`;
  return answer;
}
