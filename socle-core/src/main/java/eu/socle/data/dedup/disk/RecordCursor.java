package eu.socle.data.dedup.disk;

/// Goes once over sorted records.
public interface RecordCursor extends AutoCloseable {

    /// Goes to the next record; false when there is none.
    ///
    /// @throws eu.socle.core.Refusal failure, when a file cannot be read
    boolean next();

    /// One long of the record the cursor stands on.
    long get(int word);

    @Override
    void close();
}
