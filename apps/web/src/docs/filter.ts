/** Shows only the operations, messages and schemas whose method, path or title has every word of the filter. */
export function offerFilter(page: Document): void {
  const input = page.querySelector<HTMLInputElement>('#filter');
  const status = page.querySelector('#filtered');
  if (!input || !status) return;
  const entries = [...page.querySelectorAll<HTMLAnchorElement>('nav li li a')].map((link) => ({
    text: `${link.textContent} ${link.dataset['find'] ?? ''}`.toLowerCase(),
    parts: [link.parentElement, page.getElementById(link.hash.slice(1))],
  }));

  function filter(): void {
    const words = input?.value.toLowerCase().split(/\s+/) ?? [];
    const found = entries.filter(({ text }) => words.every((word) => text.includes(word)));
    for (const entry of entries) {
      for (const part of entry.parts) part?.toggleAttribute('hidden', !found.includes(entry));
    }
    if (status) status.textContent = input?.value ? `${found.length} of ${entries.length}` : '';
  }

  input.addEventListener('input', filter);
  // A link in the text may lead to something that the filter hides.
  addEventListener('hashchange', () => {
    const target = page.getElementById(location.hash.slice(1));
    if (!target?.closest('[hidden]')) return;
    input.value = '';
    filter();
    target.scrollIntoView();
  });
}
