package eu.socle.data.read.store;

/// How an S3-compatible object storage is reached. Credentials are never part of it: they come from
/// the environment (`AWS_ACCESS_KEY_ID` and so on) or the system properties of the same meaning.
///
/// @param endpoint base address, for example `https://s3.gra.io.cloud.ovh.net`; empty: Amazon's own
///   for the region
/// @param region the region that requests are signed for
/// @param anonymous true: requests are not signed, as public buckets want it
public record Bucket(String endpoint, String region, boolean anonymous) {

    /// Amazon's own address, signed for eu-west-3 (Paris).
    public static final Bucket STANDARD = new Bucket("", "eu-west-3", false);
}
