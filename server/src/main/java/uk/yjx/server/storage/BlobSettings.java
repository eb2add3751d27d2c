package uk.yjx.server.storage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;

/**
 * Where blobs are: {@code yjx.storage.blob-*}.
 *
 * @param blobStore {@code local}, or {@code s3} as {@link S3Settings} say
 * @param blobDir folder of the local store; empty: {@code blobs} in the data folder. Several
 *     servers may share one
 * @param blobDirShared whether the folder lies on a file system that every host of the exchange
 *     mounts
 */
@ConfigurationProperties("yjx.storage")
record BlobSettings(
    @Bindable(defaultValue = "local") String blobStore,
    @Bindable(defaultValue = "") String blobDir,
    @Bindable(defaultValue = "false") boolean blobDirShared) {

  BlobSettings {
    if (!blobStore.equals("local") && !blobStore.equals("s3")) {
      throw new StorageException("yjx.storage.blob-store must be local or s3");
    }
  }

  Path folder(Path dataDir) {
    return blobDir.isEmpty() ? dataDir.resolve("blobs") : Path.of(blobDir);
  }
}
