package eu.socle.model.gguf;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.model.file.Pending;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

/// Writes GGUF files of version 3.
public final class GgufWriter {

    private static final int ALIGNMENT = 32; // the format's default
    private static final int BLOCK = 1 << 24; // bytes written at a time

    private GgufWriter() {}

    /// Writes a file, published whole or not at all; tensors in their order.
    ///
    /// @return digest of the file
    /// @throws Refusal if a tensor cannot be stored so, naming it, or the file cannot be written
    public static Digest write(
            Path file, Map<String, MetadataValue> metadata, Map<String, Pending> tensors) {
        byte[] header = header(file, metadata, tensors);
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        MessageDigest digest = Digest.sha256();
        try {
            try (FileChannel out =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                put(out, digest, ByteBuffer.wrap(header));
                for (Map.Entry<String, Pending> entry : tensors.entrySet()) {
                    try (Memory memory = new Memory()) {
                        Tensor stored = entry.getValue().stored(file, entry.getKey(), memory);
                        MemorySegment data = stored.data();
                        for (long at = 0; at < data.byteSize(); at += BLOCK) {
                            long length = Math.min(BLOCK, data.byteSize() - at);
                            put(out, digest, data.asSlice(at, length).asByteBuffer());
                        }
                        put(out, digest, ByteBuffer.allocate(padding(data.byteSize())));
                    }
                }
            }
            AtomicFile.publish(temporary, file);
        } catch (IOException e) {
            AtomicFile.discard(temporary);
            throw AtomicFile.cannotWrite(file, e);
        } catch (RuntimeException e) { // a tensor that does not fit, found when its turn came
            AtomicFile.discard(temporary);
            throw e;
        }
        return new Digest(HexFormat.of().formatHex(digest.digest()));
    }

    private static byte[] header(
            Path file, Map<String, MetadataValue> metadata, Map<String, Pending> tensors) {
        Sink out = new Sink();
        out.u32(0x46554747);
        out.u32(3);
        out.u64(tensors.size());
        out.u64(metadata.size());
        metadata.forEach((key, value) -> {
            out.text(key);
            out.value(value);
        });
        long offset = 0;
        for (Map.Entry<String, Pending> entry : tensors.entrySet()) {
            Pending pending = entry.getValue();
            if (GgufTypes.number(pending.type()) < 0) {
                throw Refusal.failure(
                        file
                                + ": the tensor "
                                + entry.getKey()
                                + " is "
                                + pending.type()
                                + ", which GGUF does not have.");
            }
            out.text(entry.getKey());
            out.u32(pending.shape().length);
            for (int i = pending.shape().length - 1; i >= 0; i--) {
                out.u64(pending.shape()[i]);
            }
            out.u32(GgufTypes.number(pending.type()));
            out.u64(offset);
            long bytes = pending.bytes();
            offset += bytes + padding(bytes);
        }
        out.bytes.writeBytes(new byte[padding(out.bytes.size())]);
        return out.bytes.toByteArray();
    }

    private static int padding(long bytes) {
        return (int) (-bytes & (ALIGNMENT - 1));
    }

    private static void put(FileChannel out, MessageDigest digest, ByteBuffer bytes)
            throws IOException {
        digest.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /// Little-endian numbers and counted texts.
    private static final class Sink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void number(ValueType type, long value) {
            for (int i = 0; i < type.leastBytes(); i++) {
                bytes.write((int) (value >>> (8 * i)));
            }
        }

        void u32(int value) {
            number(ValueType.U32, value);
        }

        void u64(long value) {
            number(ValueType.U64, value);
        }

        void text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            u64(utf8.length);
            bytes.writeBytes(utf8);
        }

        private void real(ValueType type, double value) {
            ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            if (type == ValueType.F32) {
                buffer.putFloat((float) value);
            } else {
                buffer.putDouble(value);
            }
            bytes.write(buffer.array(), 0, buffer.position());
        }

        private void array(ValueType type, int count) {
            u32(ValueType.ARRAY.number());
            u32(type.number());
            u64(count);
        }

        void value(MetadataValue value) {
            switch (value) {
                case MetadataValue.Whole w -> {
                    u32(w.type().number());
                    number(w.type(), w.value());
                }
                case MetadataValue.Real r -> {
                    u32(r.type().number());
                    real(r.type(), r.value());
                }
                case MetadataValue.Flag f -> {
                    u32(ValueType.BOOL.number());
                    bytes.write(f.value() ? 1 : 0);
                }
                case MetadataValue.Text t -> {
                    u32(ValueType.STRING.number());
                    text(t.value());
                }
                case MetadataValue.Wholes w -> {
                    array(w.type(), w.values().length);
                    for (long item : w.values()) {
                        number(w.type(), item);
                    }
                }
                case MetadataValue.Reals r -> {
                    array(r.type(), r.values().length);
                    for (double item : r.values()) {
                        real(r.type(), item);
                    }
                }
                case MetadataValue.Flags f -> {
                    array(ValueType.BOOL, f.values().length);
                    for (boolean item : f.values()) {
                        bytes.write(item ? 1 : 0);
                    }
                }
                case MetadataValue.Texts t -> {
                    array(ValueType.STRING, t.values().size());
                    t.values().forEach(this::text);
                }
            }
        }
    }
}
