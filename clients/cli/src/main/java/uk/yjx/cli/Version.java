package uk.yjx.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build and of the Java that runs it. */
final class Version implements IVersionProvider {

  private static final String BUILD = "/META-INF/maven/uk.yjx/yjx-cli/pom.properties";

  /** picocli makes one when it is asked for. */
  Version() {}

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {
      "yjx " + ofBuild(), "Java " + Runtime.version() + " on " + System.getProperty("os.name")
    };
  }

  private static String ofBuild() throws IOException {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(BUILD)) {
      if (in != null) {
        build.load(in);
      }
    }
    return build.getProperty("version", "of this checkout");
  }
}
