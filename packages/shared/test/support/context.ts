export { createTestContext, type TestContext } from '../../../../test/support/context.ts';
