// The reference declares what the global setup provides. Nothing of it is to be imported.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="../../../../test/support/global-setup.ts" />
export { createTestContext, type TestContext } from '../../../../test/support/context.ts';
