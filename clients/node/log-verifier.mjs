// A second verifier of the audit log, written from the specifications alone (RFC 6962, RFC 8785,
// RFC 9901, C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-tiles), with
// nothing but Node's standard library. It shares no code with the Java one, so that an error would
// have to be made twice.
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';

export class Refused extends Error {}

const SIZE_MAX = (1n << 63n) - 1n;
const HASH_BYTES = 32;

export const sha256 = (...parts) => {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return hash.digest();
};
export const leafHash = (leaf) => sha256(Buffer.of(0), leaf);
export const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);

const refuse = (what) => {
  throw new Refused(what);
};

/** Base64 in its one spelling: padded, without stray bits. */
export function base64(text) {
  if (typeof text !== 'string') refuse('not base64');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) refuse('not base64');
  return bytes;
}

/** A size or index: plain decimal up to 2^63-1. */
export function decimal(text) {
  if (typeof text !== 'string' || !/^(0|[1-9][0-9]{0,18})$/.test(text)) refuse('not a size');
  const value = BigInt(text);
  if (value > SIZE_MAX) refuse('size beyond 2^63-1');
  return value;
}

const requireHash = (hash) => (hash.length === HASH_BYTES ? hash : refuse('hash is not 32 bytes'));

/** RFC 9162 section 2.1.3.2. */
export function verifyInclusion(index, size, leaf, proof, root) {
  if (size <= 0n || index >= size) refuse('index is not below size');
  [leaf, root, ...proof].forEach(requireHash);
  let node = index;
  let last = size - 1n;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0n) refuse('proof is too long');
    if ((node & 1n) === 1n || node === last) {
      hash = nodeHash(sibling, hash);
      while (node !== 0n && (node & 1n) === 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n) refuse('proof is too short');
  if (!hash.equals(root)) refuse('root is another');
}

/** RFC 9162 section 2.1.4.2; from size zero nothing is proved. */
export function verifyConsistency(size1, size2, root1, root2, proof) {
  if (size1 <= 0n || size1 > size2) refuse('sizes out of order');
  if (size1 === size2) {
    if (proof.length > 0) refuse('proof is too long');
    if (!root1.equals(root2)) refuse('roots differ');
    return;
  }
  [root1, root2, ...proof].forEach(requireHash);
  const complete = (size1 & (size1 - 1n)) === 0n;
  const path = complete ? [root1, ...proof] : proof;
  if (path.length === 0) refuse('proof is empty');
  let node = size1 - 1n;
  let last = size2 - 1n;
  while ((node & 1n) === 1n) {
    node >>= 1n;
    last >>= 1n;
  }
  let older = path[0];
  let newer = path[0];
  for (const sibling of path.slice(1)) {
    if (last === 0n) refuse('proof is too long');
    if ((node & 1n) === 1n || node === last) {
      older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
      while (node !== 0n && (node & 1n) === 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      newer = nodeHash(newer, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n) refuse('proof is too short');
  if (!older.equals(root1) || !newer.equals(root2)) refuse('root is another');
}

/** Verdict on one probe of a file for comparing implementations. */
export function accepts(probe) {
  const text = (name) => {
    const value = probe[name];
    return typeof value === 'number' ? String(value) : value;
  };
  const has = (names) => names.every((name) => ['string', 'number'].includes(typeof probe[name]));
  try {
    if (probe === null || typeof probe !== 'object' || Array.isArray(probe)) return false;
    const inclusion = has(['leafIdx', 'treeSize', 'root', 'leafHash']);
    const consistency = has(['size1', 'size2', 'root1', 'root2']);
    if (inclusion === consistency || (probe.proof !== null && !Array.isArray(probe.proof))) {
      return false;
    }
    const proof = (probe.proof ?? []).map(base64);
    if (inclusion) {
      verifyInclusion(
        decimal(text('leafIdx')), decimal(text('treeSize')), base64(text('leafHash')), proof,
        base64(text('root')));
    } else {
      verifyConsistency(
        decimal(text('size1')), decimal(text('size2')), base64(text('root1')),
        base64(text('root2')), proof);
    }
    return true;
  } catch (e) {
    if (e instanceof Refused) return false;
    throw e;
  }
}

// ---- canonical JSON (RFC 8785), restricted to what the log writes ----

export function canonical(value) {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : refuse('number');
  }
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    if (typeof value === 'string' && !value.isWellFormed()) refuse('text is not Unicode');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  // JavaScript compares strings by UTF-16 units, as RFC 8785 asks.
  return `{${Object.keys(value).sort().map((k) => `${canonical(k)}:${canonical(value[k])}`).join(',')}}`;
}

export function parseJson(bytes) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return refuse('not JSON');
  }
}

/** Parses JSON and refuses it unless writing it again gives the same bytes. */
export function parseCanonical(bytes) {
  const value = parseJson(bytes);
  if (!Buffer.from(canonical(value), 'utf8').equals(bytes)) refuse('JSON is not canonical');
  return value;
}

export function parseLeaf(bytes, origin) {
  if (bytes.length === 0 || bytes.length > 65535) refuse('leaf is empty or too long');
  const leaf = parseCanonical(bytes);
  if (leaf === null || typeof leaf !== 'object' || Array.isArray(leaf)) refuse('leaf is no object');
  if (leaf.log !== origin) refuse('leaf is of another log');
  const sorted = Array.isArray(leaf.sd)
    && leaf.sd.every((d, i) => typeof d === 'string' && d.length === 43 && (i === 0 || leaf.sd[i - 1] < d));
  return sorted ? leaf : refuse('commitments are not distinct digests in order');
}

/** Refuses an opening that the leaf does not commit to; returns its name. */
export function open(leaf, encoded) {
  const json = Buffer.from(encoded, 'base64url');
  if (json.toString('base64url') !== encoded) refuse('opening is not base64url');
  const parts = parseCanonical(json);
  if (!Array.isArray(parts) || parts.length !== 3 || typeof parts[0] !== 'string'
      || typeof parts[1] !== 'string' || Buffer.from(parts[0], 'base64url').length !== 32) {
    refuse('opening is not salt, name and value');
  }
  const digest = sha256(Buffer.from(encoded, 'ascii')).toString('base64url');
  return leaf.sd.includes(digest) ? parts[1] : refuse(`leaf does not commit to ${parts[1]}`);
}

// ---- keys and notes ----

const P = (1n << 255n) - 19n;
const ORDER = (1n << 252n) + 27742317777372353535851937790883648493n;
const LOW_ORDER_Y = new Set([
  0n, 1n, P - 1n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
]);
const littleEndian = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);

const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');
const ED25519 = 1;
const COSIGNATURE = 4;

/** A key in C2SP form; null for an algorithm that this verifier leaves to the other one. */
export function parseKey(vkey) {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(vkey) ?? refuse('not a verifier key');
  const [, name, id, encoded] = parts;
  const blob = base64(encoded);
  if (sha256(Buffer.from(`${name}\n`), blob).subarray(0, 4).toString('hex') !== id) {
    refuse('key identifier is not that of its name and key');
  }
  const algorithm = blob[0];
  if (algorithm !== ED25519 && algorithm !== COSIGNATURE) return { name, id, algorithm, key: null };
  const raw = blob.subarray(1);
  if (raw.length !== 32) refuse('Ed25519 key is not 32 bytes');
  const y = littleEndian(raw) & ((1n << 255n) - 1n);
  if (y >= P || LOW_ORDER_Y.has(y)) refuse('Ed25519 key is weak');
  let key;
  try {
    key = createPublicKey({ key: Buffer.concat([SPKI_ED25519, raw]), format: 'der', type: 'spki' });
  } catch {
    refuse('Ed25519 key cannot be read');
  }
  return { name, id, algorithm, key };
}

function signed(key, text, signature) {
  let message = Buffer.from(text, 'utf8');
  let bytes = signature;
  if (key.algorithm === COSIGNATURE) {
    if (bytes.length < 8) refuse('cosignature has no time');
    const time = bytes.readBigUInt64BE();
    if (time > SIZE_MAX) refuse('cosignature time is beyond 63 bits');
    message = Buffer.from(`cosignature/v1\ntime ${time}\n${text}`, 'utf8');
    bytes = bytes.subarray(8);
  }
  if (bytes.length !== 64 || littleEndian(bytes.subarray(32)) >= ORDER
      || !verifySignature(null, message, key.key, bytes)) {
    refuse(`signature of ${key.name} is not over this text`);
  }
}

/** The text of a note and the names of known keys that signed it; one bad signature refuses it. */
export function openNote(bytes, keys) {
  if ([...bytes].some((b) => b < 0x20 && b !== 0x0a)) refuse('note holds a control character');
  let note;
  try {
    note = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    refuse('note is not UTF-8');
  }
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n') || split + 2 >= note.length) refuse('not a note');
  const text = note.slice(0, split + 1);
  const signers = new Set();
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > 100) refuse('note has too many signatures');
  for (const line of lines) {
    const [, name, encoded] = /^\u2014 ([^\s+]+) (\S+)$/u.exec(line) ?? refuse('bad signature line');
    const blob = base64(encoded);
    if (blob.length <= 4) refuse('bad signature line');
    const id = blob.subarray(0, 4).toString('hex');
    for (const key of keys) {
      if (key.name === name && key.id === id && key.key !== null) {
        signed(key, text, blob.subarray(4));
        signers.add(key);
      }
    }
  }
  if (signers.size === 0) refuse('no known key signed the note');
  return { text, signers: [...signers] };
}

export function parseCheckpoint(text) {
  const lines = text.slice(0, -1).split('\n');
  if (!text.endsWith('\n') || lines.length < 3 || lines.includes('')) refuse('not a checkpoint');
  return { origin: lines[0], size: decimal(lines[1]), root: requireHash(base64(lines[2])) };
}

/** A checkpoint signed by a known log key that is named as its origin. */
export function openCheckpoint(bytes, keys) {
  const { text, signers } = openNote(bytes, keys);
  const checkpoint = parseCheckpoint(text);
  if (!signers.some((key) => key.algorithm !== COSIGNATURE && key.name === checkpoint.origin)) {
    refuse('the log of the checkpoint did not sign it');
  }
  return checkpoint;
}

// ---- proofs, evidence, exports ----

export function parseProof(text) {
  const split = text.indexOf('\n\n');
  const lines = (split < 0 ? refuse('not a proof') : text.slice(0, split)).split('\n');
  if (lines.shift() !== 'c2sp.org/tlog-proof@v1') refuse('not a proof');
  if (lines[0]?.startsWith('extra ')) base64(lines.shift().slice(6));
  if (!lines[0]?.startsWith('index ')) refuse('proof has no index');
  const index = decimal(lines.shift().slice(6));
  return { index, path: lines.map((l) => requireHash(base64(l))), checkpoint: text.slice(split + 2) };
}

/** Checks a file of evidence; returns what it shows. */
export function checkEvidence(bytes, keys) {
  const file = parseJson(bytes);
  if (file?.form !== 'yjx-evidence/v1' || typeof file.leaf !== 'string'
      || typeof file.proof !== 'string' || !Array.isArray(file.openings)) {
    refuse('not evidence');
  }
  const proof = parseProof(file.proof);
  const checkpoint = openCheckpoint(Buffer.from(proof.checkpoint, 'utf8'), keys);
  const bytesOfLeaf = Buffer.from(file.leaf, 'utf8');
  verifyInclusion(proof.index, checkpoint.size, leafHash(bytesOfLeaf), proof.path, checkpoint.root);
  const leaf = parseLeaf(bytesOfLeaf, checkpoint.origin);
  const opened = file.openings.map((opening) => open(leaf, opening));
  return { index: proof.index, size: checkpoint.size, leaf, opened };
}

const tileNumber = (index) => {
  let path = String(index % 1000n).padStart(3, '0');
  for (let left = index / 1000n; left > 0n; left /= 1000n) {
    path = `x${String(left % 1000n).padStart(3, '0')}/${path}`;
  }
  return path;
};

/**
 * Checks a whole export: every leaf against its tile, and the root over all. `read` takes a name
 * below the log's prefix and gives bytes. Memory is one bundle and one hash for each bit of the
 * size.
 */
export function checkExport(read, keys) {
  const checkpoint = openCheckpoint(read('checkpoint'), keys);
  const subtrees = [];
  let size = 0n;
  const add = (leaf) => {
    let hash = leaf;
    for (let bits = size; (bits & 1n) === 1n; bits >>= 1n) hash = nodeHash(subtrees.pop(), hash);
    subtrees.push(hash);
    size += 1n;
  };
  for (let bundle = 0n; size < checkpoint.size; bundle += 1n) {
    const left = checkpoint.size - size;
    const width = left < 256n ? Number(left) : 256;
    const name = tileNumber(bundle) + (width < 256 ? `.p/${width}` : '');
    const file = read(`tile/entries/${name}`);
    const tile = read(`tile/0/${name}`);
    if (tile.length !== width * HASH_BYTES) refuse(`tile ${bundle} has another length`);
    let at = 0;
    for (let entry = 0; entry < width; entry += 1) {
      const length = at + 2 <= file.length ? file.readUInt16BE(at) : refuse('leaf is missing');
      const leaf = file.subarray(at + 2, at + 2 + length);
      if (leaf.length !== length) refuse(`leaf ${size} is missing`);
      parseLeaf(leaf, checkpoint.origin);
      const hash = leafHash(leaf);
      if (!hash.equals(tile.subarray(entry * HASH_BYTES, (entry + 1) * HASH_BYTES))) {
        refuse(`leaf ${size} is not what its tile says`);
      }
      add(hash);
      at += 2 + length;
    }
    if (at !== file.length) refuse(`bundle ${bundle} has bytes after its entries`);
  }
  let root = subtrees.pop() ?? sha256();
  while (subtrees.length > 0) root = nodeHash(subtrees.pop(), root);
  if (!root.equals(checkpoint.root)) refuse('the root is not that of the checkpoint');
  return checkpoint;
}
