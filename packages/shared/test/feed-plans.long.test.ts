import { testFeedPlans } from './support/feed-plans.ts';

testFeedPlans(1_000_000);
