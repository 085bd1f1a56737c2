# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Native TensorFlow comes along where its library can be fetched; else the bot runs on WebAssembly.
# Source maps and type declarations are half of what is installed, and nothing reads them here.
RUN npm ci --omit=dev && find node_modules -type f \( -name '*.map' -o -name '*.d.*ts' \) -delete

FROM dependencies AS build
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY commands ./commands
COPY scripts ./scripts
RUN npm run build && rm dist/.tsbuildinfo

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
# Of glibc: each thread else keeps what it freed to itself, up to a third of the memory after a rush (docs/capacity.md).
ENV MALLOC_ARENA_MAX=2
WORKDIR /app
# npm and its kin are for building; what runs is Node alone.
RUN rm -rf /usr/local/lib/node_modules /usr/local/include /opt/yarn* \
      /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* \
 && mkdir /data && chown node:node /data
COPY --from=dependencies /app/package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# Fonts, the article's topics and the page's static files are read from src.
COPY src/charts/fonts ./src/charts/fonts
COPY src/knowledge ./src/knowledge
COPY src/local/page/static ./src/local/page/static
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
