// oxlint-disable-next-line typescript/triple-slash-reference -- types of what the global setup provides; an import would load it
/// <reference path="../../../../test/support/global-setup.ts" />
export { createTestContext, type TestContext } from '../../../../test/support/context.ts';
