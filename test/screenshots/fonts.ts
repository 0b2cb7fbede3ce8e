import { execFileSync } from 'node:child_process';
import { installPackage } from '@order-countdown/local-services/packages';
import { findProgram } from '@order-countdown/local-services/programs';

/** Pages name languages in their own writing. Linux without a font for Chinese shows boxes instead. */
export async function ensureChineseFont(): Promise<void> {
  const list = findProgram('fc-list');
  if (!list || hasChineseFont(list)) return;
  const complaint = await installPackage({ name: 'a Chinese font', apt: 'fonts-noto-cjk' });
  if (!hasChineseFont(list)) throw new Error(`The pictures need a font for Chinese. (${complaint})`);
}

const hasChineseFont = (list: string) => execFileSync(list, [':lang=zh-cn'], { encoding: 'utf8' }) !== '';
