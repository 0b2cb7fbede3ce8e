# One image for migrate, api and worker; docker-compose.yml and deploy/kubernetes say which of them a container runs.
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
ARG REVISION=""
LABEL org.opencontainers.image.title="order-countdown" \
  org.opencontainers.image.description="Gives every order a payment deadline" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.revision="$REVISION" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.base.name="docker.io/library/node:24.21.0-trixie-slim"
ENV NODE_ENV=production
COPY --from=dependencies /app ./
COPY packages/shared packages/shared
COPY apps/api apps/api
COPY apps/worker apps/worker
COPY --from=pages /app/apps/web/dist apps/web/dist
USER node
EXPOSE 3000 3001
# The container runs the API or the worker, so one of the two ports answers. The image has Node, but no curl.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "const { PORT, WORKER_PORT } = process.env; const isReady = async (port) => { if (!(await fetch(`http://127.0.0.1:${port}/health/ready`)).ok) throw new Error(); }; Promise.any([isReady(PORT || 3000), isReady(WORKER_PORT || 3001)]).then(() => process.exit(0), () => process.exit(1))"]
CMD ["node", "apps/api/src/main.ts"]
