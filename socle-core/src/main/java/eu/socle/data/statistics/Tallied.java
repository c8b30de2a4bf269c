package eu.socle.data.statistics;

import eu.socle.core.dataset.Histogram;
import eu.socle.core.dataset.Histogram.Bucket;
import eu.socle.core.dataset.Histogram.Moments;
import eu.socle.core.dataset.Scale;
import java.util.ArrayList;
import java.util.List;

/// A histogram while it is counted.
final class Tallied {

    private final String name;
    private final Scale scale;
    private final long[] kept;
    private final long[] dropped;
    private Moments ofKept = Moments.NONE;
    private Moments ofDropped = Moments.NONE;

    Tallied(String name, Scale scale) {
        this.name = name;
        this.scale = scale;
        kept = new long[scale.buckets()];
        dropped = new long[scale.buckets()];
    }

    void keep(double value) {
        kept[scale.bucket(value)]++;
        ofKept = ofKept.plus(value);
    }

    void drop(double value) {
        dropped[scale.bucket(value)]++;
        ofDropped = ofDropped.plus(value);
    }

    void add(Histogram other) {
        for (Bucket bucket : other.buckets()) {
            int at = scale.bucket(bucket.from());
            kept[at] += bucket.kept();
            dropped[at] += bucket.dropped();
        }
        ofKept = ofKept.plus(other.kept());
        ofDropped = ofDropped.plus(other.dropped());
    }

    Histogram histogram() {
        int first = scale.buckets();
        int last = -1;
        for (int i = 0; i < scale.buckets(); i++) {
            if (kept[i] + dropped[i] > 0) {
                first = Math.min(first, i);
                last = i;
            }
        }
        List<Bucket> buckets = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            buckets.add(new Bucket(scale.from(i), kept[i], dropped[i]));
        }
        return new Histogram(name, scale, buckets, ofKept, ofDropped);
    }
}
