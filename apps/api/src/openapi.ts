import { describeApi } from './docs/document.ts';
import { apiRoutes, docsRoutes, serviceRoutes, testingRoutes } from './routes.ts';
import { webhookMessages } from './webhooks/messages.ts';

/** The OpenAPI document that an API serves at `/openapi.json`. @param api its routes; default: all that there are */
export const createDocument = (api: typeof apiRoutes = [...apiRoutes, ...testingRoutes]) =>
  describeApi([...api, ...serviceRoutes, ...docsRoutes], webhookMessages);
