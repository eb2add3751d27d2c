// The second verifier on the published vectors; «node --test» runs it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Refused, accepts, canonical, leafHash, nodeHash, openNote, parseCanonical, parseKey } from './log-verifier.mjs';

const vectors = (name) =>
  JSON.parse(readFileSync(new URL(`../java/src/test/resources/vectors/audit/${name}`, import.meta.url)));

test('agrees with the verdict on every probe', () => {
  for (const probe of vectors('proof_probes.json').probes) {
    assert.equal(accepts(probe) ? 'accepted' : 'rejected', probe.expect, probe.name);
  }
});

test('hashes leaves and nodes as the reference tree', () => {
  for (const one of vectors('rfc6962_reference_tree.json').hasher) {
    const bytes = (hex) => Buffer.from(hex, 'hex');
    const hash = one.op === 'leaf' ? leafHash(bytes(one.in_hex)) : nodeHash(bytes(one.left_hex), bytes(one.right_hex));
    assert.equal(hash.toString('hex'), one.out);
  }
});

test('opens the published notes and refuses the changed ones', () => {
  const { valid, negative_derived_here: bad, bad_vkeys: badKeys } = vectors('signed_notes.json');
  for (const one of valid) {
    assert.equal(openNote(Buffer.from(one.note), one.vkeys.map(parseKey)).signers.length, 1, one.name);
  }
  for (const one of bad) {
    assert.throws(() => openNote(Buffer.from(one.note), one.vkeys.map(parseKey)), Refused, one.name);
  }
  for (const key of badKeys.items) {
    assert.throws(() => openNote(Buffer.from(valid[0].note), [parseKey(key)]), Refused);
  }
});

test('refuses signatures that are not 64 bytes, and low-order keys', () => {
  const { valid } = vectors('signed_notes.json');
  const [key] = valid[0].vkeys.map(parseKey);
  const line = valid[0].note.trimEnd().split(' ').at(-1);
  const longer = Buffer.concat([Buffer.from(line, 'base64'), Buffer.of(0)]).toString('base64');
  assert.throws(() => openNote(Buffer.from(valid[0].note.replace(line, longer)), [key]), Refused);
});

test('reads only canonical JSON', () => {
  assert.equal(canonical({ b: 1, a: ['\u20ac', null, true] }), '{"a":["\u20ac",null,true],"b":1}');
  for (const bad of ['{"a":1, "b":2}', '{"b":1,"a":2}', '{"a":1.5}', '{"a":1,"a":1}', '"\\u0041"', '1e3', '-0', '{"a":9007199254740992}']) {
    assert.throws(() => parseCanonical(Buffer.from(bad)), Refused, bad);
  }
});
