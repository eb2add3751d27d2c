package uk.yjx.server.storage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;

/**
 * The bucket for blobs, where {@code yjx.storage.blob-store} is {@code s3}: {@code
 * yjx.storage.s3.*}.
 *
 * @param endpoint address of the service; empty: Amazon's in the region
 * @param bucket name of the bucket, which must be there
 * @param prefix what every object's name begins with
 * @param region region of the bucket
 * @param accessKeyFile file of the access key; empty: the credentials the environment gives
 * @param secretKeyFile file of its secret
 */
@ConfigurationProperties("yjx.storage.s3")
record S3Settings(
    @Bindable(defaultValue = "") String endpoint,
    @Bindable(defaultValue = "") String bucket,
    @Bindable(defaultValue = "") String prefix,
    @Bindable(defaultValue = "eu-west-2") String region,
    @Bindable(defaultValue = "") String accessKeyFile,
    @Bindable(defaultValue = "") String secretKeyFile) {

  S3Settings {
    if (!endpoint.isEmpty() && URI.create(endpoint).getHost() == null) {
      throw new StorageException("yjx.storage.s3.endpoint must be an address such as https://host");
    }
    if (accessKeyFile.isEmpty() != secretKeyFile.isEmpty()) {
      throw new StorageException(
          "yjx.storage.s3.access-key-file and secret-key-file are set together or not at all");
    }
  }
}
