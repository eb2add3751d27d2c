package uk.yjx.cli.demo;

import uk.yjx.cli.output.Screen;
import uk.yjx.cli.output.Tone;
import uk.yjx.common.v1.Role;
import uk.yjx.world.Caseload;
import uk.yjx.world.YouthJusticeService;

/** Says how to explore the exchange that is left running. */
final class Guide {

  private final Screen screen;
  private final DemoFolder folder;
  private final Caseload caseload;

  Guide(Screen screen, DemoFolder folder, Caseload caseload) {
    this.screen = screen;
    this.folder = folder;
    this.caseload = caseload;
  }

  /** Prints commands that work as they stand. */
  void show(int port) {
    String service = YouthJusticeService.SOUTHWARK.id();
    String worker = caseload.staff(service, Role.ROLE_CASE_MANAGER).getFirst().id();
    String manager = caseload.staff(service, Role.ROLE_SERVICE_MANAGER).getFirst().id();
    screen.say("");
    screen.say(
        "The exchange stays up on localhost:" + port + ". In another terminal:", Tone.STRONG);
    command("export YJX_PROFILE=" + folder.profile());
    command("./yjx alerts list --as " + worker + " --urgency note,routine,same-day,immediate");
    command("./yjx alerts watch --as " + worker);
    command("./yjx alerts list --as " + manager + " --scope service --limit 20");
    command("./yjx alerts unowned --as " + one(Role.ROLE_OPERATOR));
    command("./yjx directory role list --as " + one(Role.ROLE_DIRECTORY_ADMINISTRATOR));
    command("./yjx agreements list --as " + one(Role.ROLE_AGREEMENT_ADMINISTRATOR));
    command("./yjx audit tail --from 0 --count 20 --as " + one(Role.ROLE_AUDITOR));
    command("./yjx audit verify --as " + one(Role.ROLE_AUDITOR));
    command("./yjx capabilities --as " + worker);
    screen.say(
        "Certificates of all "
            + caseload.staff().size()
            + " principals are in "
            + folder.pki()
            + ". Ctrl-C stops the exchange.",
        Tone.QUIET);
  }

  private String one(Role role) {
    return caseload.staff(role).getFirst().id();
  }

  private void command(String text) {
    screen.say("  " + text);
  }
}
