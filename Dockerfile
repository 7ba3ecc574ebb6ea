# Build stage: compiles the service, its page and the native SQLite driver.
FROM node:20.20-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc* ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY solver ./solver
COPY src ./src
COPY fixtures ./fixtures
RUN npx tsc -b src \
 && npx vite build --config src/web/vite.config.ts \
 && npm prune --omit=dev

# Runtime stage: no compiler, no development packages, no root.
FROM node:20.20-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8080 \
    PACKHORSE_DATA=/data
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./package.json
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/dist ./dist
COPY --from=build --chown=root:root /app/fixtures ./fixtures
RUN mkdir /data && chown node:node /data
USER 1000
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Binding to every address needs a key first: docker run --rm -v packhorse:/data IMAGE keys create --role dispatcher
ENTRYPOINT ["node", "--max-old-space-size=4096", "dist/src/cli.js"]
CMD ["serve"]
