import { describe, expect, test } from 'vitest';
import { matches, read } from '../support/documents.ts';

/** README.zh-CN.md says what README.md says. That its sentences do is for readers to judge; here is the rest. */

const english = read('README.md');
const chinese = read('README.zh-CN.md');

/** Without blocks, and without names that have backticks in them. */
const prose = (text: string) => text.replaceAll(/^```[^]*?^```$|``[^\n]+?``/gm, '');

/** Charts have words in them. */
const blocks = (text: string) => matches(text, /^```((?!mermaid)[^]*?)^```$/gm);
const charts = (text: string) =>
  matches(text, /^```mermaid\n([^]*?)^```$/gm).map((chart) => chart.split('\n').length);

/** Without the anchors, which are made of words, and each README's link to the other. */
const links = (text: string) =>
  matches(text, /\]\(([^)\s]+)\)/g)
    .map((link) => link.replace(/#.*/, '#'))
    .filter((link) => !link.startsWith('README'));

describe('README.zh-CN.md has the same as README.md:', () => {
  test.each<[what: string, (text: string) => unknown[]]>([
    ['headings, by their levels', (text) => matches(prose(text), /^(#+) /gm)],
    ['commands and programs', blocks],
    ['charts, by their lines', charts],
    ['links, in any order within a line', (text) => links(text).toSorted()],
    [
      'pictures',
      (text) => matches(text, /(?:src|srcset)="([^"]+)"/g).map((file) => file.replace('-zh-', '-')),
    ],
    ['tables, by their rows', (text) => matches(text, /^(\| `[^`]+` \||\|)/gm)],
    ['list items', (text) => matches(text, /^(\d+\.|-) /gm)],
  ])('%s', (_, partsOf) => {
    expect(partsOf(english).length).toBeGreaterThan(0);
    expect(partsOf(chinese)).toEqual(partsOf(english));
  });

  test('the names in its sentences', () => {
    const names = (text: string) => new Set(matches(prose(text), /`([^`\n]+)`/g));
    expect([...names(chinese)].toSorted()).toEqual([...names(english)].toSorted());
  });
});

test('each README leads to the other at its top', () => {
  expect(english.split('\n').slice(0, 5)).toContain('[简体中文](README.zh-CN.md)');
  expect(chinese.split('\n').slice(0, 5)).toContain('[English](README.md)');
});
