// Submits one notice as a police system, watches as a case manager until its alert comes, and
// acknowledges it. Prints one JSON line and exits with 0 when all of it worked.
//
// node roundtrip.mjs SETTINGS.json
// SETTINGS: { target, ca, police: {cert, key}, worker: {cert, key}, request }
//   request: a SubmitNoticeRequest with snake_case names, times as { seconds, nanos }
import { readFileSync } from 'node:fs';
import { alerts, call, credentials, intelligence } from './exchange.mjs';

const WAIT_MS = 20_000;

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const police = intelligence(
  settings.target,
  credentials({ ca: settings.ca, ...settings.police }),
);
const worker = alerts(settings.target, credentials({ ca: settings.ca, ...settings.worker }));

function firstNewAlert(stream) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no alert came')), WAIT_MS);
    stream.on('data', (frame) => {
      const found = (frame.events?.events ?? []).find((e) => e.cause === 'ENTRY_CAUSE_NEW');
      if (found) {
        clearTimeout(timer);
        resolve({ alert: found.alert, cursor: frame.events.cursor_after });
      }
    });
    stream.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

function opened(stream) {
  return new Promise((resolve, reject) => {
    stream.once('data', (frame) =>
      frame.opened ? resolve() : reject(new Error('the first frame must be opened')),
    );
    stream.once('error', reject);
  });
}

async function main() {
  const stream = worker.Watch({ scope: 'SCOPE_MY_CASELOAD', purpose: 'PURPOSE_SUPERVISION' });
  await opened(stream);
  const alert = firstNewAlert(stream);
  const submitted = await call(police, 'SubmitNotice', settings.request);
  const came = await alert;
  const acknowledged = await call(worker, 'AcknowledgeAlerts', {
    request_id: `node-${Date.now()}`,
    alert_ids: [came.alert.alert_id],
  });
  const refused = await call(police, 'SubmitNotice', {
    ...settings.request,
    request_id: `${settings.request.request_id}-bad`,
    notice: { ...settings.request.notice, persons: [] },
  }).then(
    () => 'accepted',
    (error) => error.code,
  );
  stream.on('error', () => {}); // cancelling is an error to this library
  stream.cancel();
  console.log(
    JSON.stringify({
      position: submitted.answer.accepted.position,
      kind: came.alert.kind,
      child: came.alert.child.service_child_id,
      cursorBytes: came.cursor.length,
      acknowledged: acknowledged.results[0].status,
      refusedWithCode: refused,
    }),
  );
  police.close();
  worker.close();
}

main().catch((error) => {
  console.error(`${error.code ?? ''} ${error.details ?? error.message}`);
  process.exitCode = 1;
});
