package eu.socle.data.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.core.dataset.Histogram;
import eu.socle.core.dataset.Scale;
import eu.socle.core.dataset.Statistics;
import eu.socle.core.dataset.Statistics.Domains;
import eu.socle.core.dataset.Statistics.Row;
import eu.socle.core.dataset.Statistics.Sums;
import eu.socle.data.judge.web.ListFile;
import eu.socle.data.judge.web.PublicSuffixes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class DomainSumsTest {

    @TempDir Path folder;

    @Test
    void merging_more_files_than_may_be_open_counts_every_domain_exactly() throws IOException {
        TreeMap<String, Sums> expected = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        for (int f = 0; f < 600; f++) {
            Seed seed = new Seed(8).of(f);
            TreeMap<String, Sums> domains = new TreeMap<>();
            for (int i = 0; i < seed.below(7, 0); i++) {
                long number = seed.below(50, i + 1);
                String name = number == 0 ? "" : "d" + number + (number % 3 == 0 ? ".é漢" : ".eu");
                domains.merge(name, new Sums(1, f % 2, f, i, 3, number), Sums::plus);
            }
            Path file = folder.resolve("unit-" + f + ".domains");
            DomainSums.write(file, domains);
            files.add(file);
            domains.forEach((name, sums) -> expected.merge(name, sums, Sums::plus));
        }
        TreeMap<String, Sums> found = new TreeMap<>();
        List<String> order = new ArrayList<>();
        DomainSums.merge(
                files,
                folder,
                (domain, sums) -> {
                    order.add(domain);
                    assertThat(found.put(domain, sums)).isNull();
                });
        assertThat(found).isEqualTo(expected);
        assertThat(order).isSorted();
        try (var left = Files.list(folder)) {
            assertThat(left.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    @Test
    void hosts_add_up_to_registered_domains_whatever_memory_holds() throws IOException {
        Path list = folder.resolve("suffixes");
        Files.writeString(list, "// rules\neu\nco.uk\n*.ck\n!www.ck\ngithub.io\n");
        PublicSuffixes suffixes = new PublicSuffixes(ListFile.read(list));
        List<String> hosts =
                List.of(
                        "",
                        "10.0.0.1",
                        "10.0.0.2",
                        "[2001:db8::1]",
                        "a.b.sea.eu",
                        "b.sea.co.uk",
                        "co.uk",
                        "me.github.io",
                        "sea.co.uk",
                        "sea.eu",
                        "www.ck",
                        "x.y.ck",
                        "you.github.io",
                        "z.x.y.ck",
                        "zone.unknown",
                        "\u00e9t\u00e9.eu");
        TreeMap<String, Long> expected = new TreeMap<>();
        for (String domain :
                List.of(
                        "10.0.0.1",
                        "10.0.0.2",
                        "[2001:db8::1]",
                        "sea.eu",
                        "sea.co.uk",
                        "co.uk",
                        "me.github.io",
                        "sea.co.uk",
                        "sea.eu",
                        "www.ck",
                        "x.y.ck",
                        "you.github.io",
                        "x.y.ck",
                        "zone.unknown",
                        "\u00e9t\u00e9.eu")) {
            expected.merge(domain, 1L, Long::sum);
        }
        for (int most : new int[] {1, 2, 5, 1000}) {
            try (Registrable registrable = new Registrable(suffixes, folder, most)) {
                for (String host : hosts) {
                    registrable.take(host, new Sums(1, 1, 2, 3, 4, 5));
                }
                Domains domains = registrable.domains();
                TreeMap<String, Long> found = new TreeMap<>();
                domains.first().forEach(row -> found.put(row.value(), row.sums().documentsKept()));
                assertThat(found).as("%d in memory", most).isEqualTo(expected);
                assertThat(domains.different()).isEqualTo(expected.size());
                assertThat(domains.none().documentsIn()).isEqualTo(1);
            }
            try (var left = Files.list(folder)) {
                assertThat(left.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
            }
        }
        try (Registrable none = new Registrable(PublicSuffixes.NONE, folder)) {
            none.take("sea.eu", Sums.NONE);
            assertThat(none.domains()).isEqualTo(Domains.NONE);
        }
    }

    @Test
    void erased_documents_take_the_names_of_their_host_and_its_domain_away() {
        Sums one = new Sums(1, 1, 1, 1, 1, 1);
        List<Row> hosts = List.of(new Row("a.sea.eu", one), new Row("b.sea.eu", one));
        List<Row> registrable = List.of(new Row("sea.eu", one.plus(one)), new Row("ea.eu", one));
        Statistics before =
                new Statistics(
                        one,
                        "",
                        List.of(),
                        List.of(),
                        new Domains(2, 2, hosts, Sums.NONE, Sums.NONE),
                        new Domains(2, 2, registrable, Sums.NONE, Sums.NONE),
                        List.of(),
                        0);
        Statistics after = Gathered.erased(before, List.of("https://www.a.sea.eu/x?y"), 1);
        assertThat(after.domains().first()).extracting(Row::value).containsExactly("b.sea.eu");
        assertThat(after.registrable().first()).extracting(Row::value).containsExactly("ea.eu");
        assertThat(after.registrable().rest()).isEqualTo(one.plus(one));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "https://www.Sea.eu/a?b -> sea.eu",
                "http://user:word@sea.eu:8080 -> sea.eu",
                "https://my_host.sea.eu/ -> my_host.sea.eu",
                "https://sea.eu/a|b?q=[1] -> sea.eu",
                "https://sea.eu?q=a@b -> sea.eu",
                "https://sea.eu#x -> sea.eu",
                "https://sea.eu./ -> sea.eu",
                "https://[2001:db8::1]:443/ -> [2001:db8::1]",
                "https://\u00e9t\u00e9.eu/ -> \u00e9t\u00e9.eu",
                "mailto:a@sea.eu -> ''",
                "sea.eu/a -> ''",
                "file:///tmp/a -> ''",
                "'' -> ''"
            })
    void the_host_of_an_address_is_read_as_crawlers_fetch_it(String url, String host) {
        assertThat(Domain.of(url)).isEqualTo(host);
    }

    @ParameterizedTest
    @EnumSource
    void a_bucket_begins_where_its_least_value_lies_and_buckets_ascend(Scale scale) {
        for (int bucket = 0; bucket < scale.buckets(); bucket++) {
            if (scale == Scale.LOG && bucket > 1) {
                assertThat(scale.from(bucket)).isGreaterThan(scale.from(bucket - 1));
            }
            assertThat(scale.bucket(scale.from(bucket))).isEqualTo(bucket);
            if (bucket > 0) {
                double below = Math.nextDown(scale.from(bucket) - 1e-6);
                assertThat(scale.bucket(below)).isEqualTo(bucket - 1);
            }
        }
        assertThat(scale.bucket(-3)).isZero();
        assertThat(scale.bucket(1e300)).isEqualTo(scale.buckets() - 1);
    }

    @Test
    void parts_of_a_histogram_add_up_to_the_whole() {
        Tallied whole = new Tallied("x", Scale.LOG);
        Tallied sum = new Tallied("x", Scale.LOG);
        for (int part = 0; part < 9; part++) {
            Tallied one = new Tallied("x", Scale.LOG);
            for (int i = 0; i < 40 * part; i++) {
                double value = new Seed(part).below(1L << (i % 40), i);
                if (i % 3 == 0) {
                    one.drop(value);
                    whole.drop(value);
                } else {
                    one.keep(value);
                    whole.keep(value);
                }
            }
            sum.add(one.histogram());
        }
        Histogram histogram = sum.histogram();
        assertThat(histogram).isEqualTo(whole.histogram()); // sums of whole numbers are exact
        assertThat(histogram.buckets().stream().mapToLong(Histogram.Bucket::kept).sum())
                .isEqualTo(histogram.kept().count());
        assertThat(histogram.buckets().stream().mapToLong(Histogram.Bucket::dropped).sum())
                .isEqualTo(histogram.dropped().count());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            delimiter = '|',
            textBlock =
                    """
                    https://www.Example.EU/a?b | example.eu
                    http://sub.example.eu:8080 | sub.example.eu
                    ftp://[::1]/x              | [::1]
                    mailto:a@b.eu              | ''
                    https://<script>/          | ''
                    not an address             | ''
                    ''                         | ''
                    """)
    void the_domain_is_the_host_and_what_has_none_is_said_so(String url, String domain) {
        assertThat(Domain.of(url)).isEqualTo(domain);
    }
}
