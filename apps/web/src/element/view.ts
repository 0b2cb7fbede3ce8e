import { html, nothing, type TemplateResult } from 'lit';
import { dial } from './dial.ts';
import { isRunning, type Phase } from './phase.ts';
import { clockText, spokenText } from './time.ts';
import { languages, type Language } from './words.ts';

export interface View {
  phase: Phase;
  variant: 'ring' | 'bar';
  language: Language;
  /** What is left. */
  seconds: number;
  /** How much of the payment window is left, 0 to 1. */
  left: number;
  isWarning: boolean;
  isOffline: boolean;
  announcement: string;
}

export function draw(view: View): TemplateResult {
  const { phase, variant, language, isOffline } = view;
  const words = languages[language];
  const isFinal = phase === 'paid' || phase === 'cancelled';
  const state = `${phase}${view.isWarning ? ' warning' : ''}`;
  return html`
    <div class="countdown ${state}" part="countdown ${state}" lang=${language}>
      <div class="dial ${variant}-dial">
        ${dial(variant, phase === 'paid' ? 1 : view.left)} ${isFinal ? outcome(phase) : time(view)}
      </div>
      <p class="label" part="label"><bdi>${words[phase]}</bdi></p>
      ${isOffline && !isFinal ? html`<p class="note" part="note"><bdi>${words.offline}</bdi></p>` : nothing}
      <p class="heard" role="status">${view.announcement}</p>
    </div>
  `;
}

/** Screen readers are told the time in words, when they ask. */
function time({ phase, language, seconds }: View): TemplateResult {
  const isKnown = isRunning(phase) || phase === 'checking';
  const text = isKnown ? clockText(seconds, language) : '–:––';
  const length = text.length > 8 ? 'long days' : text.length > 6 ? 'long' : '';
  return html`<span role="timer" aria-label=${languages[language].pending}>
    <span class="time ${length}" part="time" aria-hidden="true">${text}</span>
    <span class="heard">${isKnown ? spokenText(seconds, language) : languages[language][phase]}</span>
  </span>`;
}

/** The label says it in words. */
const outcome = (phase: 'paid' | 'cancelled') =>
  html`<span class="time" part="time" aria-hidden="true">${phase === 'paid' ? '✓' : '✕'}</span>`;
