import { en, type Texts } from './texts-en.ts';
import { zh } from './texts-zh.ts';

const languages = { en, 'zh-CN': zh } as const;
export type Language = keyof typeof languages;

/** Each in its own language. */
export const languageNames: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文' };

const storageKey = 'order-countdown language';

/** The texts of the page, and the language they are in. */
export interface Speech {
  language: Language;
  texts: Texts;
}

/** What was chosen before, or else what the browser prefers. */
export function speechOf(language: Language = preferred()): Speech {
  document.documentElement.lang = language;
  const texts = languages[language];
  document.title = `${texts.title} · order-countdown`;
  return { language, texts };
}

export function chooseLanguage(language: Language): Speech {
  localStorage.setItem(storageKey, language);
  return speechOf(language);
}

function preferred(): Language {
  const chosen = localStorage.getItem(storageKey) ?? navigator.language;
  return chosen.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
