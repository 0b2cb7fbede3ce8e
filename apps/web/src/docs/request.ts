type Field = HTMLInputElement | HTMLTextAreaElement;

/** The request that a form describes. Fields that are empty are left out. */
export function requestOf(form: HTMLFormElement): Request {
  const { method = 'GET', path = '/' } = form.dataset;
  const headers = new Headers();
  const query = new URLSearchParams();
  let [address, body]: [string, string | null] = [path, null];
  for (const { name, value, dataset } of form.querySelectorAll<Field>('[data-in]')) {
    if (value === '') continue;
    if (dataset['in'] === 'path') address = address.replace(`{${name}}`, encodeURIComponent(value));
    if (dataset['in'] === 'query') query.set(name, value);
    if (dataset['in'] === 'header') headers.set(name, value);
    if (dataset['in'] === 'token') headers.set('Authorization', `Bearer ${value.trim()}`);
    if (dataset['in'] === 'body') body = value;
  }
  if (body !== null) headers.set('Content-Type', 'application/json');
  const search = query.size > 0 ? `?${query}` : '';
  // The session of an operator who is signed in has no place in a call of the API.
  return new Request(address + search, { method, headers, body, credentials: 'omit', cache: 'no-store' });
}
