/** Where the page is: its path below `/admin`, and the query. */
export interface Place {
  path: string;
  query: URLSearchParams;
}

export const base = '/admin';

export const here = (): Place => placeOf(new URL(location.href));

function placeOf({ pathname, searchParams }: URL): Place {
  return { path: pathname.slice(base.length).replace(/\/$/, '') || '/', query: searchParams };
}

/** The address of this place with some members of its query changed; null removes one. */
export function withQuery({ path, query }: Place, changes: Record<string, string | null>): string {
  const changed = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) changed.delete(name);
    else changed.set(name, value);
  }
  return base + (path === '/' ? '' : path) + queryOf(changed);
}

/** With its question mark; nothing if it is empty. */
export const queryOf = (query: URLSearchParams) => (query.size > 0 ? `?${query.toString()}` : '');

/**
 * Shows pages of the console without loading a document, whatever leads to them: links, forms, back and forward. A
 * browser without the Navigation API loads the document, which shows the same.
 *
 * @param isOurs whether the console shows this place
 */
export function followNavigation(
  isOurs: (place: Place) => boolean,
  show: (place: Place) => Promise<void>,
): void {
  if (!('navigation' in window)) return;
  navigation.addEventListener('navigate', (event) => {
    const url = new URL(event.destination.url);
    const isOther = event.downloadRequest !== null || event.formData !== null || event.hashChange;
    if (!event.canIntercept || isOther || !url.pathname.startsWith(base)) return;
    const place = placeOf(url);
    if (!isOurs(place)) return;
    event.intercept({ handler: () => show(place) });
  });
}

/** Leaves out the fields that are empty, so that addresses name only what is asked for. */
export function dropEmptyFields({ formData }: FormDataEvent): void {
  for (const [name, value] of Array.from(formData)) if (value === '') formData.delete(name);
}
