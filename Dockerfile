# evenkeel as an image. Two stages are thrown away: one has what runs (production dependencies), the other what
# builds (the bundler); the image gets their results. test/e2e/dockerfile.test.ts runs these very lines in a folder.
#
#   docker build -t evenkeel .
#   docker run --rm --read-only --tmpfs /tmp -v "$PWD:/work:ro" evenkeel check

FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# no scripts: the development dependency `node` would fetch a second Node with one, and the base is Node
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY build build
COPY src src
COPY providers providers
RUN node build/build.ts

# not the slim one: `git:` sources and modules from git need the program
FROM node:24.21.0-bookworm
ENV NODE_ENV=production
# the root file system is read-only: caches go where a pod mounts an emptyDir
ENV XDG_CACHE_HOME=/tmp
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY config config
COPY examples examples
RUN ln -s /app/dist/src/cli.js /usr/local/bin/evenkeel
# by number: runAsNonRoot cannot judge a name
USER 1000:1000
# where the configuration and the code that it names are mounted
WORKDIR /work
ENTRYPOINT ["evenkeel"]
CMD ["--help"]
