import { testFeedPlans } from './support/feed-plans.ts';

testFeedPlans(100_000);
