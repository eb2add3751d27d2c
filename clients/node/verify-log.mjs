// Command line of the second verifier:
//   node verify-log.mjs check-proofs FILE.json
//   node verify-log.mjs check EVIDENCE KEY…
//   node verify-log.mjs export DIR KEY…
// Exit status 0 if it verifies, 1 if it does not, 2 for a wrong command line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refused, accepts, checkEvidence, checkExport, parseKey } from './log-verifier.mjs';

const [command, path, ...vkeys] = process.argv.slice(2);
try {
  const keys = vkeys.map(parseKey);
  if (command === 'check-proofs' && path) {
    const { probes } = JSON.parse(readFileSync(path, 'utf8'));
    probes.forEach((probe, i) => {
      const name = String(probe?.name ?? `#${i}`).replace(/[\u0000-\u001f\u007f]/g, ' ');
      process.stdout.write(`${name}\t${accepts(probe) ? 'accepted' : 'rejected'}\n`);
    });
  } else if (command === 'check' && keys.length > 0) {
    const shown = checkEvidence(readFileSync(path), keys);
    console.log(`holds: leaf ${shown.index} of ${shown.size}, ${shown.leaf.type}, opened: ${shown.opened.join(', ') || 'nothing'}`);
  } else if (command === 'export' && keys.length > 0) {
    const checkpoint = checkExport((name) => readFileSync(join(path, name)), keys);
    console.log(`verifies: ${checkpoint.origin}, ${checkpoint.size} leaves, root ${checkpoint.root.toString('base64')}`);
  } else {
    console.error('usage: verify-log.mjs check-proofs FILE | check FILE KEY… | export DIR KEY…');
    process.exitCode = 2;
  }
} catch (e) {
  if (!(e instanceof Refused) && e.code !== 'ENOENT') throw e;
  console.error(`does not verify: ${e.message}`);
  process.exitCode = 1;
}
