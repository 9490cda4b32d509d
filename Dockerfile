# syntax=docker/dockerfile:1
FROM node:24-slim AS build
WORKDIR /app
# The image has its own Node: the one among the optional packages is not needed.
COPY package.json package-lock.json ./
RUN npm ci --omit=optional --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.js scripts/
COPY src src
RUN node scripts/build.js

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-slim
LABEL org.opencontainers.image.title="Mainstay" \
      org.opencontainers.image.description="Keeps main protected on every repository of an organisation" \
      org.opencontainers.image.licenses="Apache-2.0"
# A page that registers the App is never served in production: the settings must be complete.
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    MAINSTAY_DATA_DIR=/data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY bin bin
COPY package.json app.yml LICENSE ./
# The embedded database. With DATABASE_URL nothing is kept here.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "bin/mainstay.js", "start"]
