package uk.yjx.cli.papers;

import java.nio.file.Path;
import uk.yjx.casepapers.v1.DocumentManifest;

/**
 * A file that is sent as a document.
 *
 * @param file where it is
 * @param manifest what is announced of it
 */
public record PaperFile(Path file, DocumentManifest manifest) {}
