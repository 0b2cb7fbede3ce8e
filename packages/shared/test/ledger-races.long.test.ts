import { testRaces } from './support/ledger-races.ts';

testRaces(1_000);
