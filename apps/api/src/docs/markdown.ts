import { Marked } from 'marked';
import { html, Html } from '../http/html.ts';

/** The Markdown of descriptions. HTML in it is shown as it stands, for `<id>` is meant as text. */
const marked = new Marked({
  renderer: { html: ({ text }) => html`${text}`.text },
});

/** Paragraphs and lists. */
export const markdown = (text: string): Html => new Html(marked.parse(text, { async: false }));

/** One line, to stand within a paragraph. */
export const inlineMarkdown = (text: string): Html => new Html(marked.parseInline(text, { async: false }));
