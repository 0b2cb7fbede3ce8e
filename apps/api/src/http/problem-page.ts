import { html, type Html } from './html.ts';
import { brand, pageOf } from './page.ts';
import type { ProblemCode } from './problems.ts';

interface ProblemPage {
  title: string;
  status: number;
  code: ProblemCode;
  /** What happened, or what the code means. */
  text: Html;
  /** Where to go on. */
  link: Html;
}

/** A problem for people: what programs get as JSON. */
export const problemPage = ({ title, status, code, text, link }: ProblemPage): string =>
  pageOf({
    title,
    header: null,
    main: html`${brand}
      <section class="card">
        <h1>${title}</h1>
        <p><code>${status} ${code}</code></p>
        ${text}
        <p>${link}</p>
      </section>`,
  });
