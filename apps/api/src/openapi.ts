import { describeApi } from './docs/document.ts';
import { apiRoutes, docsRoutes, serviceRoutes } from './routes.ts';

/** The OpenAPI document that the API serves at `/openapi.json`. */
export const createDocument = () => describeApi([...apiRoutes, ...serviceRoutes, ...docsRoutes]);
