package eu.socle.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.data.read.page.Fields;
import eu.socle.data.read.page.Tags;
import eu.socle.data.read.plan.Plan;
import eu.socle.data.read.plan.Source;
import eu.socle.data.read.store.Bucket;
import eu.socle.data.read.store.Stores;
import eu.socle.data.write.Column;
import eu.socle.data.write.ParquetWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.filesystem.FilesystemApiMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads from a real S3 server, S3Proxy over a folder, with signed requests over HTTP.
class ObjectStorageTest {

    private static final String KEY = "test-key";
    private static final String SECRET = "test-secret";

    @TempDir static Path folder;
    private static BlobStoreContext context;
    private static S3Proxy server;
    private static Bucket bucket;

    @BeforeAll
    static void start() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.resolve("server").toString());
        Files.createDirectories(folder.resolve("server"));
        context =
                ContextBuilder.newBuilder(new FilesystemApiMetadata())
                        .credentials("identity", "credential")
                        .overrides(properties)
                        .build(BlobStoreContext.class);
        server =
                S3Proxy.builder()
                        .blobStore(context.getBlobStore())
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
                        .build();
        server.start();
        bucket = new Bucket("http://127.0.0.1:" + server.getPort(), "eu-west-3", false);
        context.getBlobStore().createContainerInLocation(null, "crawl");
        System.setProperty("aws.accessKeyId", KEY);
        System.setProperty("aws.secretAccessKey", SECRET);
    }

    @AfterAll
    static void stop() throws Exception {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        server.stop();
        context.close();
    }

    private static void put(String key, byte[] bytes) {
        BlobStore store = context.getBlobStore();
        store.putBlob(
                "crawl", store.blobBuilder(key).payload(bytes).contentLength(bytes.length).build());
    }

    private static Source source(String path, Bucket at, String... include) {
        return new Source(
                "s", path, List.of(include), List.of(), "CC0-1.0", false, Fields.USUAL, at);
    }

    private static List<Reading> read(Source source, long sliceBytes) {
        try (Workers workers = Workers.of(2);
                Stores stores = new Stores(folder);
                FileReader reader = new FileReader(new Stores(folder), Manner.STANDARD)) {
            List<Reading> readings = new ArrayList<>();
            Plan plan = Plan.of(List.of(source), stores, workers, sliceBytes);
            plan.slices().forEach(slice -> reader.read(slice, readings::add));
            return readings;
        }
    }

    private static List<String> texts(List<Reading> readings) {
        return readings.stream()
                .map(reading -> ((Reading.Page) reading).document().text())
                .toList();
    }

    @Test
    void readsFilesOfAllKindsBySlicesAsFromADisk() throws Exception {
        StringBuilder lines = new StringBuilder();
        List<byte[]> members = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lines.append("{\"text\":\"line ").append(i).append("\"}\n");
            members.add(Readings.gzip(SlicesTest.record(i, "page " + i, 0)));
        }
        Column.Texts text = new Column.Texts("text");
        Path parquet = folder.resolve("rows.parquet");
        try (ParquetWriter writer = ParquetWriter.create(parquet, List.of(text))) {
            for (int i = 0; i < 90; i++) {
                text.add("row " + i);
                if (i % 30 == 29) {
                    writer.writeRowGroup();
                }
            }
        }
        put("all/a.jsonl", Readings.utf8(lines.toString()));
        put("all/b/c.warc.gz", Readings.joined(members));
        put("all/b/rows.parquet", Files.readAllBytes(parquet));
        put("all/.hidden.txt", Readings.utf8("no"));
        put("allied/other.txt", Readings.utf8("another prefix"));
        List<String> found = texts(read(source("s3://crawl/all", bucket, "**"), 700));
        assertThat(found).hasSize(490);
        assertThat(found.subList(0, 2)).containsExactly("line 0", "line 1");
        assertThat(found.subList(200, 202)).containsExactly("page 0", "page 1");
        assertThat(found.getLast()).isEqualTo("row 89");
        assertThat(texts(read(source("s3://crawl/all", bucket, "**/*.jsonl"), 1 << 20)))
                .hasSize(200);
        List<Reading> one = read(source("s3://crawl/all/a.jsonl", bucket, "**"), 1 << 20);
        assertThat(((Reading.Page) one.getFirst()).document().tags())
                .containsEntry(Tags.ORIGIN_FILE, "s3://crawl/all/a.jsonl")
                .containsEntry(Tags.ORIGIN_OFFSET, "0");
    }

    @Test
    void manyObjectsAreListedOverSeveralAnswers() {
        for (int i = 0; i < 1_005; i++) {
            put("many/" + i + ".txt", Readings.utf8("text " + i));
        }
        try (Workers workers = Workers.of(1);
                Stores stores = new Stores(folder)) {
            Plan plan = Plan.of(List.of(source("s3://crawl/many/", bucket, "**")), stores, workers);
            assertThat(plan.files()).hasSize(1_005);
        }
    }

    @Test
    void anObjectThatWasReplacedIsRefused() {
        put("change/a.txt", Readings.utf8("as planned"));
        try (Workers workers = Workers.of(1);
                Stores stores = new Stores(folder);
                FileReader reader = new FileReader(new Stores(folder), Manner.STANDARD)) {
            Plan plan =
                    Plan.of(List.of(source("s3://crawl/change", bucket, "**")), stores, workers);
            put("change/a.txt", Readings.utf8("something else"));
            assertThatThrownBy(() -> reader.read(plan.slices().getFirst(), reading -> {}))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("s3://crawl/change/a.txt")
                    .hasMessageContaining("replaced");
        }
    }

    @Test
    void whatIsNotThereOrNotAllowedIsSaidClearly() {
        assertThatThrownBy(() -> read(source("s3://nowhere/x", bucket, "**"), 100))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("404");
        assertThatThrownBy(() -> read(source("s3://crawl/nothing-here", bucket, "**"), 100))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no object");
        Bucket anonymous = new Bucket(bucket.endpoint(), bucket.region(), true);
        assertThatThrownBy(() -> read(source("s3://crawl/all", anonymous, "**"), 100))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("403")
                .hasMessageContaining("AWS_ACCESS_KEY_ID");
        Bucket nobody = new Bucket("http://127.0.0.1:1", "eu-west-3", false);
        assertThatThrownBy(() -> read(source("s3://crawl/all", nobody, "**"), 100))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void transfersThatBreakAreTakenUpWhereTheyBroke() throws Exception {
        byte[] bytes = new byte[400_000];
        new java.util.Random(4).nextBytes(bytes);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            lines.append("{\"text\":\"").append(bytes[i] & 0xFF).append(" word ".repeat(9));
            lines.append(i).append("\"}\n");
        }
        put("broken/a.jsonl", Readings.utf8(lines.toString()));
        List<Reading> expected = read(source("s3://crawl/broken", bucket, "**"), Long.MAX_VALUE);
        try (CuttingProxy cutting = new CuttingProxy(server.getPort(), 50_000)) {
            Bucket through = new Bucket(cutting.address(), "eu-west-3", false);
            List<Reading> found = read(source("s3://crawl/broken", through, "**"), Long.MAX_VALUE);
            assertThat(found).hasSameSizeAs(expected).hasSize(4_000);
            assertThat(texts(found)).isEqualTo(texts(expected));
            assertThat(cutting.cuts()).isGreaterThan(3);
        }
        try (CuttingProxy cutting = new CuttingProxy(server.getPort(), 200)) {
            Bucket through = new Bucket(cutting.address(), "eu-west-3", false);
            assertThatThrownBy(() -> read(source("s3://crawl/broken", through, "**"), 1 << 20))
                    .isInstanceOf(Refusal.class);
        }
    }
}
