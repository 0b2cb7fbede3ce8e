import { testPlansOfPartitions } from './support/plans-of-partitions.ts';

testPlansOfPartitions(10_000_000, 1_800_000);
