import { testPlansOfLists } from './support/plans-of-lists.ts';

testPlansOfLists(100_000);
