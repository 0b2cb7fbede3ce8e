// Declares the values that the global setup provides. Importing it would load the setup itself.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="../../../../test/support/global-setup.ts" />
export { createTestContext, type TestContext } from '../../../../test/support/context.ts';
