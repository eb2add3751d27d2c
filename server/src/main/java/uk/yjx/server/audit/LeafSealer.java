package uk.yjx.server.audit;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into leaves: plain members in canonical order, personal members as salted digests in
 * the construction of RFC 9901 section 4.2. Safe for many threads.
 *
 * <p>Members are written in the order of RFC 8785 by hand; {@code LeafSealerTest} compares every
 * leaf with what a general reader and writer give.
 */
public final class LeafSealer {
  private static final int LEAF_CAPACITY = 1024;
  private static final int OPENING_CAPACITY = 256;

  private final Salts salts;

  /** Draws salts from this source, which has to be a secure one outside tests. */
  public LeafSealer(RandomGenerator randomness) {
    this.salts = new Salts(randomness);
  }

  /** Seals one event under fresh salts. */
  public Leaf seal(AuditEvent event) {
    TreeHasher hasher = new TreeHasher();
    LeafBuffer openings = new LeafBuffer(OPENING_CAPACITY * (1 + event.personal().size()));
    byte[][] digests = commit(event.personal(), hasher, openings);
    LeafBuffer leaf = new LeafBuffer(LEAF_CAPACITY);
    write(event, digests, leaf);
    byte[] bytes = leaf.toArray();
    return new Leaf(bytes, hasher.leaf(bytes), openings.toArray());
  }

  private byte[][] commit(List<PersonalValue> personal, TreeHasher hasher, LeafBuffer openings) {
    byte[] fresh = new byte[personal.size() * Salts.BYTES];
    salts.fill(fresh);
    byte[][] digests = new byte[personal.size()][];
    LeafBuffer value = new LeafBuffer(OPENING_CAPACITY);
    LeafBuffer array = new LeafBuffer(OPENING_CAPACITY);
    LeafBuffer encoded = new LeafBuffer(2 * OPENING_CAPACITY);
    Openings.begin(openings, personal.size());
    for (int i = 0; i < digests.length; i++) {
      PersonalValue member = personal.get(i);
      value.clear();
      if (member.member().isList()) {
        value.strings(member.texts());
      } else {
        value.string(member.texts().getFirst());
      }
      String name = member.member().code();
      Openings.add(openings, name, fresh, i * Salts.BYTES, value);
      array.clear();
      Openings.disclosure(array, name, fresh, i * Salts.BYTES, value.bytes(), value.length());
      encoded.clear();
      encoded.base64Url(array.bytes(), 0, array.length());
      digests[i] = hasher.plain(encoded.bytes(), encoded.length());
      encoded.clear();
      digests[i] = encoded.base64Url(digests[i], 0, digests[i].length).toArray();
    }
    Arrays.sort(digests, Arrays::compare);
    return digests;
  }

  private static void write(AuditEvent event, byte[][] digests, LeafBuffer out) {
    out.octet('{');
    basis(event.basis(), out);
    out.ascii("\"build\":").quotedCode(event.source().build());
    categories(event.categories(), out);
    code(",\"dst_org\":", event.dstOrg(), out);
    out.ascii(",\"id\":").quotedCode(event.id().toString());
    out.ascii(",\"log\":").quotedCode(event.source().log());
    out.ascii(",\"n\":").number(event.count());
    out.ascii(",\"node\":").quotedCode(event.source().node());
    out.ascii(",\"op\":").quotedCode(event.op());
    out.ascii(",\"outcome\":").quotedCode(event.outcome());
    code(",\"peer\":", event.peer(), out);
    out.ascii(",\"phase\":").quotedCode(event.phase().code());
    code(",\"policy\":", event.policy(), out);
    code(",\"purpose\":", event.purpose(), out);
    code(",\"ref\":", event.ref() == null ? null : event.ref().toString(), out);
    code(",\"schema\":", event.schema(), out);
    commitments(digests, out);
    code(",\"src_org\":", event.srcOrg(), out);
    out.ascii(",\"t\":\"").time(event.time()).octet('"');
    out.ascii(",\"type\":").quotedCode(event.type().code());
    out.ascii(",\"v\":").number(AuditEvent.VERSION);
    code(",\"xid\":", event.exchange(), out);
    out.octet('}');
  }

  private static void basis(@Nullable SharingBasis basis, LeafBuffer out) {
    if (basis == null) {
      return;
    }
    out.ascii("\"basis\":{");
    if (basis.agreement() != null) {
      out.ascii("\"agreement\":").quotedCode(basis.agreement()).octet(',');
    }
    out.ascii("\"gateway\":").quotedCode(basis.gateway());
    if (basis.agreement() != null) {
      out.ascii(",\"version\":").number(basis.version());
    }
    out.ascii("},");
  }

  private static void categories(List<String> categories, LeafBuffer out) {
    out.ascii(",\"cats\":[");
    for (int i = 0; i < categories.size(); i++) {
      if (i > 0) {
        out.octet(',');
      }
      out.quotedCode(categories.get(i));
    }
    out.octet(']');
  }

  private static void commitments(byte[][] digests, LeafBuffer out) {
    out.ascii(",\"sd\":[");
    for (int i = 0; i < digests.length; i++) {
      out.ascii(i > 0 ? ",\"" : "\"").raw(digests[i], 0, digests[i].length).octet('"');
    }
    out.octet(']');
  }

  private static void code(String label, @Nullable String code, LeafBuffer out) {
    if (code != null) {
      out.ascii(label).quotedCode(code);
    }
  }
}
