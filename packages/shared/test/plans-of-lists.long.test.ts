import { testPlansOfLists } from './support/plans-of-lists.ts';

testPlansOfLists(1_000_000);
