# docker build -t offpush .            builds offpush from this checkout
# docker run --rm -v "$PWD:/work" offpush doctor
#
# goreleaser builds the same image from the release's binary: --build-arg FROM=release.
ARG FROM=source

# Alpine's image of Go also brings the CA certificates that offpush send needs.
FROM --platform=$BUILDPLATFORM golang:1.26-alpine AS source
ARG TARGETOS TARGETARCH VERSION=
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -buildvcs=false \
    -ldflags "-s -w -X github.com/offpush/offpush/cmd.version=$VERSION" -o /offpush .

FROM --platform=$BUILDPLATFORM golang:1.26-alpine AS release
ARG TARGETPLATFORM
COPY $TARGETPLATFORM/offpush /offpush

# hadolint ignore=DL3006
FROM ${FROM} AS chosen

FROM scratch
COPY --from=chosen /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=chosen /offpush /offpush
WORKDIR /work
USER 65532:65532
ENTRYPOINT ["/offpush"]
CMD ["--help"]
