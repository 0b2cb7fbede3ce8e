/** Marks, in the contents, the topmost article in view, and keeps the mark in sight. */
export function markWhatIsInView(page: Document): void {
  const contents = page.querySelector('nav');
  const links = new Map(
    [...page.querySelectorAll<HTMLAnchorElement>('nav a[href^="#"]')].map((link) => [
      link.hash.slice(1),
      link,
    ]),
  );
  const inView = new Set<Element>();
  let marked: HTMLAnchorElement | undefined;

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) inView[isIntersecting ? 'add' : 'delete'](target);
      const topmost = targets.find((target) => inView.has(target));
      if (topmost) mark(links.get(topmost.id));
    },
    // A line a quarter below the upper edge: what crosses it is what one reads.
    { rootMargin: '-25% 0px -75% 0px' },
  );
  // Innermost last: an article goes before the section that it stands in.
  const targets = [...page.querySelectorAll('main article[id], main section[id]')].toReversed();
  for (const target of targets) observer.observe(target);

  function mark(link: HTMLAnchorElement | undefined): void {
    if (!link || link === marked) return;
    marked?.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'location');
    marked = link;
    const [outer, inner] = [contents?.getBoundingClientRect(), link.getBoundingClientRect()];
    if (!outer || (inner.top >= outer.top && inner.bottom <= outer.bottom)) return;
    contents?.scrollBy({ top: inner.top - outer.top - outer.height / 2 });
  }
}
