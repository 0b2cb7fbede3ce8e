import { testRaces } from './support/ledger-races.ts';

testRaces(100);
