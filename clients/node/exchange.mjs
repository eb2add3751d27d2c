// The contracts as a Node program sees them: loaded from the .proto files, no generated code.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const protoFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'proto');

const definition = loader.loadSync(
  ['yjx/intelligence/v1/intelligence_service.proto', 'yjx/alerts/v1/alert_service.proto'],
  {
    includeDirs: [join(protoFolder, 'src', 'main', 'proto'), join(protoFolder, 'include')],
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  },
);

const { yjx } = grpc.loadPackageDefinition(definition);

/** Mutual TLS with PEM files: the exchange's authority, and one's own certificate and key. */
export function credentials({ ca, cert, key }) {
  return grpc.credentials.createSsl(readFileSync(ca), readFileSync(key), readFileSync(cert));
}

export function intelligence(target, tls) {
  return new yjx.intelligence.v1.IntelligenceService(target, tls);
}

export function alerts(target, tls) {
  return new yjx.alerts.v1.AlertService(target, tls);
}

/** A unary call as a promise, with a deadline in seconds. */
export function call(client, method, request, seconds = 20) {
  return new Promise((resolve, reject) => {
    const deadline = new Date(Date.now() + seconds * 1000);
    client[method](request, { deadline }, (error, response) =>
      error ? reject(error) : resolve(response),
    );
  });
}
