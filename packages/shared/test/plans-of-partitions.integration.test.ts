import { testPlansOfPartitions } from './support/plans-of-partitions.ts';

testPlansOfPartitions(35_000, 60_000);
