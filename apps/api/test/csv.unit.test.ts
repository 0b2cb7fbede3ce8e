import { expect, test } from 'vitest';
import { csvLine } from '../src/console/csv.ts';

test.each([
  [['a', 1, null, ''], 'a,1,,\r\n'],
  [['a,b', 'say "no"', 'two\nlines'], '"a,b","say ""no""","two\nlines"\r\n'],
  [['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\nx'], `"'=1+1","'+1","'-1","'@x","'\tx","'\rx","'\nx"\r\n`],
  [['a=1', -5], 'a=1,-5\r\n'],
  [['＝1', ' =1', 'a;=1', 'a\t-1', 'a\n@1', 'a b=1'], `"'＝1","' =1","a;'=1","a\t'-1","a\n'@1",a b=1\r\n`],
])('%j is the line %j', (cells, line) => {
  expect(csvLine(cells)).toBe(line);
});
