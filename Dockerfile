# The function as an image of one static binary. `hack/image.sh` builds it, also where
# no base image can be pulled: it names a folder with prebuilt binaries as the build
# context "binary", which stands in for the stage of that name.
ARG GO_IMAGE=docker.io/library/golang:1.26

FROM --platform=$BUILDPLATFORM ${GO_IMAGE} AS binary
ARG TARGETOS=linux
ARG TARGETARCH
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY fn fn
COPY kustomize kustomize
COPY render render
ARG VERSION=devel
# /linux-ARCH/wukong-fn is where a prebuilt context has it, too.
RUN CGO_ENABLED=0 GOOS=${TARGETOS} GOARCH=${TARGETARCH} \
    go build -trimpath -buildvcs=false -ldflags "-s -w -X main.releaseVersion=${VERSION}" -o /${TARGETOS}-${TARGETARCH}/wukong-fn ./fn/wukong-fn

FROM scratch
ARG TARGETOS=linux
ARG TARGETARCH
ARG VERSION=devel
ARG REVISION=unknown
LABEL org.opencontainers.image.title="wukong-fn" \
      org.opencontainers.image.description="KRM function that turns Wukong resources into NMState, Multus and KubeVirt YAML" \
      org.opencontainers.image.source="https://github.com/novasphere/wukong-fn" \
      org.opencontainers.image.vendor="NovaSphere" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# kustomize runs functions with --user nobody, which is looked up here.
COPY hack/passwd /etc/passwd
COPY --from=binary /${TARGETOS}-${TARGETARCH}/wukong-fn /usr/local/bin/wukong-fn
USER 65534:65534
ENTRYPOINT ["/usr/local/bin/wukong-fn"]
