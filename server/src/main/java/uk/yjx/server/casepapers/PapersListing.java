package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.ListPackagesRequest;
import uk.yjx.casepapers.v1.ListPackagesResponse;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.kernel.ChildId;

/** Lists completed packages about a child for whoever works with the child. */
@Singleton
final class PapersListing {
  private static final String OPERATION = "yjx.casepapers.v1.CasePapersService/ListPackages";
  private static final int PAGE_SIZE_DEFAULT = 20;

  private final Shelf shelf;
  private final PapersDisclosures disclosures;
  private final PageTokens tokens;

  PapersListing(Shelf shelf, PapersDisclosures disclosures, PageTokens tokens) {
    this.shelf = shelf;
    this.disclosures = disclosures;
    this.tokens = tokens;
  }

  /** One page; null when there is nothing the caller may see. */
  @Nullable Disclosed<ListPackagesResponse> list(Caller caller, ListPackagesRequest request) {
    int size = request.getPageSize() == 0 ? PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "papers " + caller.principal() + " " + request.getChildId();
    String after = tokens.read(scope, request.getPageToken());
    List<Shelved> found =
        shelf.ofChild(
            new ChildId(UUID.fromString(request.getChildId())),
            after.isEmpty() ? Long.MAX_VALUE : Long.parseLong(after),
            size + 1);
    if (found.isEmpty()) {
      return null;
    }
    List<Shelved> page = found.subList(0, Math.min(size, found.size()));
    PapersDisclosures.Released released =
        disclosures
            .list(new PapersDisclosures.Reader(caller, request.getPurpose(), OPERATION), page)
            .join();
    Committed commit = released.commit();
    if (commit == null) {
      return null;
    }
    ListPackagesResponse.Builder answer = ListPackagesResponse.newBuilder();
    released.visible().forEach(shelved -> answer.addPackages(shelved.shown()));
    if (found.size() > size) {
      answer.setNextPageToken(tokens.after(scope, Long.toString(page.getLast().position())));
    }
    return Disclosed.by(commit, answer.build());
  }
}
