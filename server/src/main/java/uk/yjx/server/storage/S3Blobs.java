package uk.yjx.server.storage;

import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * Blobs in a bucket of a service that speaks S3: every part is an object, named by the blob and the
 * part's index. An object is durable once it is put, so that a sync has nothing to wait for.
 */
@Singleton
@Requires(property = "yjx.storage.blob-store", value = "s3")
final class S3Blobs implements Blobs, AutoCloseable {
  private final S3Client client;
  private final String bucket;
  private final String prefix;

  S3Blobs(S3Settings settings) {
    if (settings.bucket().isEmpty()) {
      throw new StorageException("yjx.storage.s3.bucket is needed where blob-store is s3");
    }
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .region(Region.of(settings.region()))
            // Buckets in the path: what services other than Amazon's understand.
            .forcePathStyle(true)
            // Parts are sealed and bound to their place, which no checksum on the way can add to.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .credentialsProvider(credentials(settings));
    if (!settings.endpoint().isEmpty()) {
      builder.endpointOverride(URI.create(settings.endpoint()));
    }
    this.client = builder.build();
    this.bucket = settings.bucket();
    this.prefix = settings.prefix();
  }

  private static AwsCredentialsProvider credentials(S3Settings settings) {
    return settings.accessKeyFile().isEmpty()
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(
            AwsBasicCredentials.create(
                new SecretFile(Path.of(settings.accessKeyFile())).password(),
                new SecretFile(Path.of(settings.secretKeyFile())).password()));
  }

  @Override
  public Writer writer(UUID blob, int partBytes) {
    return new ObjectWriter(blob, partBytes);
  }

  /** Opens a blob whose first part is there: every blob that anything names has one. */
  @Override
  public Reader reader(UUID blob, int partBytes) throws IOException {
    try {
      var unused = client.headObject(request -> request.bucket(bucket).key(key(blob, 0)));
    } catch (NoSuchKeyException e) {
      throw new NoSuchFileException(blob.toString());
    } catch (SdkException e) {
      throw failed("asked for", e);
    }
    return new ObjectReader(blob);
  }

  @Override
  public void delete(UUID blob) throws IOException {
    try {
      for (ListObjectsV2Response page :
          client.listObjectsV2Paginator(
              request -> request.bucket(bucket).prefix(prefix + blob + "/"))) {
        List<ObjectIdentifier> objects =
            page.contents().stream()
                .map(object -> ObjectIdentifier.builder().key(object.key()).build())
                .toList();
        if (!objects.isEmpty()) {
          var unused =
              client.deleteObjects(request ->
                  request.bucket(bucket).delete(Delete.builder().objects(objects).build()));
        }
      }
    } catch (SdkException e) {
      throw failed("deleted", e);
    }
  }

  @Override
  public String kind() {
    return "s3";
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  @PreDestroy
  public void close() {
    client.close();
  }

  private String key(UUID blob, int index) {
    return prefix + blob + "/" + index;
  }

  /** What the service says may name the bucket and its owner: the kind of failure is enough. */
  private static IOException failed(String what, SdkException e) {
    return new IOException("a blob could not be " + what + ": " + e.getClass().getName(), e);
  }

  private final class ObjectWriter implements Writer {
    private final UUID blob;
    private final int partBytes;
    private int next;

    ObjectWriter(UUID blob, int partBytes) {
      this.blob = blob;
      this.partBytes = partBytes;
    }

    @Override
    public void add(byte[] sealed, int length) throws IOException {
      if (length > partBytes) {
        throw new IllegalArgumentException("a part is larger than the blob's parts");
      }
      try {
        var unused =
            client.putObject(
                request -> request.bucket(bucket).key(key(blob, next)),
                RequestBody.fromByteBuffer(ByteBuffer.wrap(sealed, 0, length)));
      } catch (SdkException e) {
        throw failed("written", e);
      }
      next++;
    }

    @Override
    public void sync() {
      // Every part was durable before the next was added.
    }

    @Override
    public void close() {
      // Nothing is kept open between parts.
    }
  }

  private final class ObjectReader implements Reader {
    private final UUID blob;

    ObjectReader(UUID blob) {
      this.blob = blob;
    }

    @Override
    public void part(int index, byte[] into, int length) throws IOException {
      try (ResponseInputStream<GetObjectResponse> object =
          client.getObject(request -> request.bucket(bucket).key(key(blob, index)))) {
        if (object.readNBytes(into, 0, length) < length) {
          throw new EOFException("a blob ends before its part " + index);
        }
      } catch (NoSuchKeyException e) {
        throw new EOFException("a blob ends before its part " + index);
      } catch (SdkException e) {
        throw failed("read", e);
      }
    }

    @Override
    public void close() {
      // Nothing is kept open between parts.
    }
  }
}
