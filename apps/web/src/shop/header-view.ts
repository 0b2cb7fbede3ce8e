import { html, svg } from 'lit';
import { languageNames, type Language, type Speech } from './language.ts';

const icon = svg`<svg viewBox="0 0 32 32" aria-hidden="true">
  <circle cx="16" cy="16" r="14" /><path d="M16 8v8l5 4" />
</svg>`;

interface Header {
  speech: Speech;
  speak: (language: Language) => void;
}

export function headerView({ speech, speak }: Header) {
  const { nav } = speech.texts;
  const languages = Object.entries(languageNames) as [Language, string][];
  return html`<header class="top">
    <p class="brand">${icon} order-countdown</p>
    <nav aria-label="order-countdown">
      <a href="/docs">${nav.docs}</a>
      <a href="/admin">${nav.console}</a>
    </nav>
    <div class="choice" role="group" aria-label=${nav.language}>
      ${languages.map(
        ([language, name]) =>
          html`<button
            class="quiet"
            lang=${language}
            aria-pressed=${language === speech.language}
            @click=${() => speak(language)}
          >
            ${name}
          </button>`,
      )}
    </div>
  </header>`;
}
