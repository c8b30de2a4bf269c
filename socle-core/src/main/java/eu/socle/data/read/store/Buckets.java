package eu.socle.data.read.store;

import eu.socle.core.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Buckets of S3-compatible object storage. Reading is by ranges, bound to the ETag that was
/// listed: an object that was replaced meanwhile is refused, never mixed. A transfer that breaks is
/// taken up where it broke, a bounded number of times.
final class Buckets implements AutoCloseable {

    private static final int MOST_BREAKS = 5; // without one byte between them
    private static final int NOT_CHANGED = 412;
    private static final int FORBIDDEN = 403;
    private static final int MISSING = 404;

    private final Map<Bucket, S3Client> clients = new ConcurrentHashMap<>();

    /// `s3://bucket/key`.
    private record Place(String bucket, String key) {
        static Place of(String location) {
            String rest = location.substring("s3://".length());
            int slash = rest.indexOf('/');
            return slash < 0
                    ? new Place(rest, "")
                    : new Place(rest.substring(0, slash), rest.substring(slash + 1));
        }
    }

    /// The objects whose key is the prefix, or begins with the prefix as a folder.
    ///
    /// @throws Refusal if there is none, or the bucket cannot be listed
    List<Stores.Found> list(String location, Bucket bucket, String source) {
        Place place = Place.of(location);
        String prefix = place.key();
        String folder = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        List<Stores.Found> found = new ArrayList<>();
        try {
            ListObjectsV2Request request =
                    ListObjectsV2Request.builder().bucket(place.bucket()).prefix(prefix).build();
            for (ListObjectsV2Response page : client(bucket).listObjectsV2Paginator(request)) {
                for (S3Object object : page.contents()) {
                    boolean single = object.key().equals(prefix);
                    if (single || object.key().startsWith(folder)) {
                        add(found, place.bucket(), object, single, folder, bucket);
                    }
                }
            }
        } catch (SdkException e) {
            throw refusal(location, bucket, e);
        }
        if (found.isEmpty()) {
            throw Refusal.usage(
                    "the source \""
                            + source
                            + "\" names "
                            + location
                            + ", where no object lies; correct its path.");
        }
        return found;
    }

    private void add(
            List<Stores.Found> found,
            String name,
            S3Object object,
            boolean single,
            String folder,
            Bucket bucket) {
        String key = object.key();
        String below =
                single ? key.substring(key.lastIndexOf('/') + 1) : key.substring(folder.length());
        boolean hidden = below.startsWith(".") || below.contains("/.");
        if (below.isEmpty() || below.endsWith("/") || hidden) {
            return; // marks a folder, or is hidden as on a disk
        }
        String location = "s3://" + name + "/" + key;
        found.add(
                new Stores.Found(
                        below,
                        location,
                        find(location, bucket, object.size(), object.eTag()),
                        single));
    }

    /// An object that was listed.
    Stored find(String location, Bucket bucket, long length, String version) {
        return new Listed(location, bucket, length, version);
    }

    private S3Client client(Bucket bucket) {
        return clients.computeIfAbsent(bucket, Buckets::connect);
    }

    private static S3Client connect(Bucket bucket) {
        AwsCredentialsProvider credentials =
                bucket.anonymous()
                        ? AnonymousCredentialsProvider.create()
                        : AwsCredentialsProviderChain.of(
                                SystemPropertyCredentialsProvider.create(),
                                EnvironmentVariableCredentialsProvider.create());
        S3ClientBuilder builder =
                S3Client.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .credentialsProvider(credentials)
                        // many storages besides Amazon's refuse requests that ask for checksums;
                        // every slice is digested here in any case
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .region(Region.of(bucket.region()));
        if (!bucket.endpoint().isEmpty()) {
            // most storages besides Amazon's know buckets by path only
            builder.endpointOverride(URI.create(bucket.endpoint())).forcePathStyle(true);
        }
        return builder.build();
    }

    private static Refusal refusal(String location, Bucket bucket, SdkException e) {
        String where = location + (bucket.endpoint().isEmpty() ? "" : " at " + bucket.endpoint());
        int status = e instanceof S3Exception answer ? answer.statusCode() : 0;
        return switch (status) {
            case FORBIDDEN ->
                    Refusal.failure(
                            where
                                    + " may not be read with these credentials (403); set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to ones that may.",
                            e);
            case MISSING ->
                    Refusal.failure(
                            where + " is not there (404); correct the path of the source.", e);
            case NOT_CHANGED ->
                    Refusal.failure(
                            where
                                    + " was replaced since it was listed (412); run the same command again when it is still.",
                            e);
            default ->
                    Refusal.failure(
                            where
                                    + " cannot be reached: "
                                    + e.getMessage()
                                    + "; check endpoint, region and credentials.",
                            e);
        };
    }

    @Override
    public void close() {
        clients.values().forEach(S3Client::close);
        clients.clear();
    }

    private final class Listed implements Stored {
        private final String location;
        private final Bucket bucket;
        private final long length;
        private final String version;

        Listed(String location, Bucket bucket, long length, String version) {
            this.location = location;
            this.bucket = bucket;
            this.length = length;
            this.version = version;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public String version() {
            return version;
        }

        @Override
        public InputStream open(long from, long to) {
            return new Transfer(this, from, Math.min(to, length));
        }

        InputStream request(long from, long to) {
            Place place = Place.of(location);
            GetObjectRequest request =
                    GetObjectRequest.builder()
                            .bucket(place.bucket())
                            .key(place.key())
                            .ifMatch(version)
                            .range("bytes=" + from + "-" + (to - 1))
                            .build();
            try {
                return client(bucket).getObject(request);
            } catch (SdkException e) {
                throw refusal(location, bucket, e);
            }
        }
    }

    /// The bytes of a range, over broken connections.
    private static final class Transfer extends InputStream {
        private final Listed object;
        private final long to;
        private long at;
        private InputStream part = InputStream.nullInputStream();
        private boolean open;

        Transfer(Listed object, long from, long to) {
            this.object = object;
            this.at = from;
            this.to = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            for (int breaks = 0; at < to; breaks++) {
                if (!open) {
                    part = object.request(at, to);
                    open = true;
                }
                try {
                    int count = part.read(into, offset, (int) Math.min(length, to - at));
                    if (count > 0) {
                        at += count;
                        return count;
                    }
                } catch (IOException | SdkException e) {
                    refuse(breaks, e);
                }
                close(); // it ended early
                refuse(breaks, new IOException("the transfer ends early"));
            }
            return -1;
        }

        private void refuse(int breaks, Exception e) {
            if (breaks >= MOST_BREAKS) {
                throw Refusal.failure(
                        object.location
                                + " breaks off at byte "
                                + at
                                + " again and again: "
                                + e.getMessage()
                                + "; run the same command again when the storage is well.",
                        e);
            }
        }

        @Override
        public void close() {
            open = false;
            if (at < to && part instanceof Abortable unfinished) {
                unfinished.abort(); // closing would read the rest of the range
                return;
            }
            try {
                part.close();
            } catch (IOException e) {
                open = false; // what was read is whole; the connection is gone
            }
        }
    }
}
