# One image for migrate, api and worker; docker-compose.yml says which of them a container runs.
# Node runs the TypeScript as it is, so nothing is compiled. It strips no types under node_modules:
# the workspace is copied as a workspace, where pnpm's links lead back into packages/shared.
FROM node:24.21.0-trixie-slim AS base
WORKDIR /app

FROM base AS tools
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
RUN npm install --global "$(node -p "require('./package.json').packageManager")"

FROM tools AS dependencies
# What the packages need changes more seldom than their code: these layers are kept between builds.
COPY packages/shared/package.json packages/shared/
COPY apps/api/package.json apps/api/
COPY apps/worker/package.json apps/worker/
# The lockfile doesn't record pnpm itself, and a frozen install would refuse it for that.
RUN pnpm install --frozen-lockfile --prod --pm-on-fail=ignore

FROM tools AS pages
COPY apps/web/package.json apps/web/
COPY packages/client/package.json packages/client/
# Without scripts: the client is compiled below, once its code is there.
RUN pnpm install --frozen-lockfile --filter-prod '@order-countdown/web...' --ignore-scripts --pm-on-fail=ignore
COPY tsconfig.base.json ./
COPY packages/client packages/client
COPY apps/web apps/web
RUN pnpm --filter @order-countdown/client --filter @order-countdown/web run --pm-on-fail=ignore build

FROM base
ENV NODE_ENV=production
COPY --from=dependencies /app ./
COPY packages/shared packages/shared
COPY apps/api apps/api
COPY apps/worker apps/worker
COPY --from=pages /app/apps/web/dist apps/web/dist
USER node
EXPOSE 3000 3001
CMD ["node", "apps/api/src/main.ts"]
