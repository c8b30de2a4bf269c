package eu.socle.model.exchange;

import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Cast;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the tensors of a link lie on both sides. Rows that only change place are copied as they are
/// stored; what changes columns is widened to f32 first.
///
/// Legend: E experts, C hidden, F feed-forward, H heads, D head size, r latent size.
sealed interface Layout {

    /// Shape of GGUF's tensor number `which`, from the shapes on the other side.
    ///
    /// @throws IllegalArgumentException if the shapes cannot be those of such a link
    long[] ggufShape(int which, List<long[]> hf);

    /// GGUF's tensor number `which`.
    Tensor gguf(int which, List<Tensor> hf, Memory memory);

    /// Hugging Face's tensor number `which`.
    ///
    /// @throws IllegalArgumentException if the shapes cannot be those of such a link
    Tensor hf(int which, List<Tensor> gguf, Memory memory);

    /// What [#hf] gives where no row changes, without copying: a view, or a stack of rows.
    ///
    /// @throws IllegalArgumentException as [#hf]
    default Optional<Tensor> inPlace(int which, List<Tensor> gguf) {
        return Optional.empty();
    }

    /// One tensor, the same on both sides.
    record Same() implements Layout {
        @Override
        public long[] ggufShape(int which, List<long[]> hf) {
            return hf.getFirst();
        }

        @Override
        public Tensor gguf(int which, List<Tensor> hf, Memory memory) {
            return hf.getFirst();
        }

        @Override
        public Tensor hf(int which, List<Tensor> gguf, Memory memory) {
            return gguf.getFirst();
        }

        @Override
        public Optional<Tensor> inPlace(int which, List<Tensor> gguf) {
            return Optional.of(gguf.getFirst());
        }
    }

    /// Rows of heads: after `skip` rows of each, halves (i, i + n/2) on Hugging Face's side are
    /// pairs (2i, 2i + 1) on GGUF's.
    record Paired(int heads, int skip) implements Layout {
        @Override
        public long[] ggufShape(int which, List<long[]> hf) {
            return hf.getFirst();
        }

        @Override
        public Tensor gguf(int which, List<Tensor> hf, Memory memory) {
            Tensor from = hf.getFirst();
            Tensor to = memory.allocate(from.type(), from.shape());
            int size = headRows(from);
            int half = (size - skip) / 2;
            for (long head = 0; head < heads; head++) {
                row(from, head * size, to, head * size, skip);
                for (int i = 0; i < half; i++) {
                    row(from, head * size + skip + i, to, head * size + skip + 2L * i, 1);
                    row(
                            from,
                            head * size + skip + half + i,
                            to,
                            head * size + skip + 2L * i + 1,
                            1);
                }
            }
            return to;
        }

        @Override
        public Tensor hf(int which, List<Tensor> gguf, Memory memory) {
            Tensor from = gguf.getFirst();
            Tensor to = memory.allocate(from.type(), from.shape());
            int size = headRows(from);
            int half = (size - skip) / 2;
            for (long head = 0; head < heads; head++) {
                row(from, head * size, to, head * size, skip);
                for (int i = 0; i < half; i++) {
                    row(from, head * size + skip + 2L * i, to, head * size + skip + i, 1);
                    row(
                            from,
                            head * size + skip + 2L * i + 1,
                            to,
                            head * size + skip + half + i,
                            1);
                }
            }
            return to;
        }

        @Override
        public Optional<Tensor> inPlace(int which, List<Tensor> gguf) {
            Tensor from = gguf.getFirst();
            int size = headRows(from);
            if (from.rank() != 2 || from.size() == 0) {
                return Optional.empty();
            }
            int half = (size - skip) / 2;
            List<Tensor> rows = new ArrayList<>();
            for (long head = 0; head < heads; head++) {
                long first = head * size + skip;
                if (skip > 0) {
                    rows.add(from.rows(first - skip, first));
                }
                for (int i = 0; i < 2 * half; i++) {
                    long row = first + (i < half ? 2L * i : 2L * (i - half) + 1);
                    rows.add(from.rows(row, row + 1));
                }
            }
            return Optional.of(Tensor.stack(rows));
        }

        private int headRows(Tensor tensor) {
            long rows = tensor.rank() == 0 ? 0 : tensor.dimension(0);
            require(
                    heads > 0
                            && rows % heads == 0
                            && (rows / heads - skip) % 2 == 0
                            && rows / heads >= skip,
                    tensor + " has no even number of rows for each of " + heads + " heads");
            return Math.toIntExact(rows / heads);
        }

        private static void row(Tensor from, long source, Tensor to, long target, long rows) {
            long bytes = from.data().byteSize() / Math.max(1, from.dimension(0));
            MemorySegment.copy(
                    from.data(), source * bytes, to.data(), target * bytes, rows * bytes);
        }
    }

    /// E tensors of one shape on Hugging Face's side, one `[E, ...]` on GGUF's.
    record Stacked(int experts) implements Layout {
        @Override
        public long[] ggufShape(int which, List<long[]> hf) {
            long[] one = hf.getFirst();
            for (long[] other : hf) {
                require(java.util.Arrays.equals(one, other), "its experts differ in shape");
            }
            long[] all = new long[one.length + 1];
            all[0] = experts;
            System.arraycopy(one, 0, all, 1, one.length);
            return all;
        }

        @Override
        public Tensor gguf(int which, List<Tensor> hf, Memory memory) {
            boolean alike = hf.stream().allMatch(t -> t.type() == hf.getFirst().type());
            DType type = alike ? hf.getFirst().type() : DType.F32;
            long[] shape = ggufShape(which, hf.stream().map(Tensor::shape).toList());
            Tensor all = memory.allocate(type, shape);
            long bytes = all.data().byteSize() / experts;
            for (int e = 0; e < experts; e++) {
                MemorySegment piece = all.data().asSlice(e * bytes, bytes);
                Cast.copy(hf.get(e), new Tensor(piece, type, hf.get(e).shape()));
            }
            return all;
        }

        @Override
        public Tensor hf(int which, List<Tensor> gguf, Memory memory) {
            return view(which, gguf.getFirst());
        }

        @Override
        public Optional<Tensor> inPlace(int which, List<Tensor> gguf) {
            return Optional.of(view(which, gguf.getFirst()));
        }

        private Tensor view(int which, Tensor all) {
            require(
                    all.rank() > 1 && all.dimension(0) == experts,
                    all + " does not hold " + experts + " experts");
            long bytes = all.data().byteSize() / experts;
            long[] shape = java.util.Arrays.copyOfRange(all.shape(), 1, all.rank());
            return new Tensor(all.data().asSlice(which * bytes, bytes), all.type(), shape);
        }
    }

    /// Keys and values from the latent: `[H (nope + value), r]` on Hugging Face's side; on GGUF's
    /// keys transposed `[H, r, nope]` and values `[H, value, r]`.
    record Latent(int heads, int nope, int value) implements Layout {
        @Override
        public long[] ggufShape(int which, List<long[]> hf) {
            long[] both = hf.getFirst();
            require(
                    both.length == 2 && both[0] == (long) heads * (nope + value),
                    "it does not have " + heads + " heads of " + nope + " + " + value + " rows");
            return which == 0
                    ? new long[] {heads, both[1], nope}
                    : new long[] {heads, value, both[1]};
        }

        @Override
        public Tensor gguf(int which, List<Tensor> hf, Memory memory) {
            Tensor both = wide(hf.getFirst(), memory);
            Tensor part = memory.zeros(ggufShape(which, List.of(both.shape())));
            int r = both.columns();
            for (int h = 0; h < heads; h++) {
                long first = (long) h * (nope + value);
                for (int i = 0; i < (which == 0 ? nope : value); i++) {
                    for (int c = 0; c < r; c++) {
                        if (which == 0) {
                            part.set(((long) h * r + c) * nope + i, both.get((first + i) * r + c));
                        } else {
                            part.set(
                                    ((long) h * value + i) * r + c,
                                    both.get((first + nope + i) * r + c));
                        }
                    }
                }
            }
            return part;
        }

        @Override
        public Tensor hf(int which, List<Tensor> gguf, Memory memory) {
            Tensor k = wide(gguf.get(0), memory);
            Tensor v = wide(gguf.get(1), memory);
            require(
                    k.rank() == 3
                            && v.rank() == 3
                            && k.dimension(0) == heads
                            && v.dimension(0) == heads
                            && k.dimension(2) == nope
                            && v.dimension(1) == value
                            && k.dimension(1) == v.dimension(2),
                    k + " and " + v + " are not keys and values of " + heads + " heads");
            int r = v.columns();
            Tensor both = memory.zeros((long) heads * (nope + value), r);
            for (int h = 0; h < heads; h++) {
                long first = (long) h * (nope + value);
                for (int c = 0; c < r; c++) {
                    for (int i = 0; i < nope; i++) {
                        both.set((first + i) * r + c, k.get(((long) h * r + c) * nope + i));
                    }
                    for (int i = 0; i < value; i++) {
                        both.set((first + nope + i) * r + c, v.get(((long) h * value + i) * r + c));
                    }
                }
            }
            return both;
        }
    }

    /// `[E, C, F]` on Hugging Face's side, `[E, F, C]` on GGUF's.
    record Turned() implements Layout {
        @Override
        public long[] ggufShape(int which, List<long[]> hf) {
            long[] shape = hf.getFirst();
            require(shape.length == 3, "it does not have three dimensions");
            return new long[] {shape[0], shape[2], shape[1]};
        }

        @Override
        public Tensor gguf(int which, List<Tensor> hf, Memory memory) {
            return turned(hf.getFirst(), 0, 1, memory);
        }

        @Override
        public Tensor hf(int which, List<Tensor> gguf, Memory memory) {
            return turned(gguf.getFirst(), 0, 1, memory);
        }
    }

    /// Gate and up side by side in the columns: `[E, C, 2F]`, gate in the even ones, on Hugging
    /// Face's side; `[E, F, C]` each on GGUF's.
    record GateUp() implements Layout {
        @Override
        public long[] ggufShape(int which, List<long[]> hf) {
            long[] shape = hf.getFirst();
            require(
                    shape.length == 3 && shape[2] % 2 == 0,
                    "it does not have three dimensions, the last of them even");
            return new long[] {shape[0], shape[2] / 2, shape[1]};
        }

        @Override
        public Tensor gguf(int which, List<Tensor> hf, Memory memory) {
            return turned(hf.getFirst(), which, 2, memory);
        }

        @Override
        public Tensor hf(int which, List<Tensor> gguf, Memory memory) {
            Tensor gate = wide(gguf.get(0), memory);
            Tensor up = wide(gguf.get(1), memory);
            require(
                    gate.rank() == 3 && java.util.Arrays.equals(gate.shape(), up.shape()),
                    gate + " and " + up + " are not gate and up of the same experts");
            int f = Math.toIntExact(gate.dimension(1));
            int c = gate.columns();
            Tensor both = memory.zeros(gate.dimension(0), c, 2L * f);
            for (long e = 0; e < gate.dimension(0); e++) {
                for (int i = 0; i < f; i++) {
                    for (int j = 0; j < c; j++) {
                        both.set((e * c + j) * 2 * f + 2L * i, gate.get((e * f + i) * c + j));
                        both.set((e * c + j) * 2 * f + 2L * i + 1, up.get((e * f + i) * c + j));
                    }
                }
            }
            return both;
        }
    }

    /// The biases of [GateUp]: `[E, 2F]` and twice `[E, F]`.
    record GateUpBias() implements Layout {
        @Override
        public long[] ggufShape(int which, List<long[]> hf) {
            long[] shape = hf.getFirst();
            require(shape.length == 2 && shape[1] % 2 == 0, "it is not [E, 2F]");
            return new long[] {shape[0], shape[1] / 2};
        }

        @Override
        public Tensor gguf(int which, List<Tensor> hf, Memory memory) {
            Tensor both = wide(hf.getFirst(), memory);
            Tensor part = memory.zeros(both.dimension(0), both.dimension(1) / 2);
            for (long i = 0; i < part.size(); i++) {
                part.set(i, both.get(2 * i + which));
            }
            return part;
        }

        @Override
        public Tensor hf(int which, List<Tensor> gguf, Memory memory) {
            Tensor gate = wide(gguf.get(0), memory);
            Tensor up = wide(gguf.get(1), memory);
            require(
                    gate.rank() == 2 && java.util.Arrays.equals(gate.shape(), up.shape()),
                    gate + " and " + up + " are not biases of the same experts");
            Tensor both = memory.zeros(gate.dimension(0), 2 * gate.dimension(1));
            for (long i = 0; i < gate.size(); i++) {
                both.set(2 * i, gate.get(i));
                both.set(2 * i + 1, up.get(i));
            }
            return both;
        }
    }

    /// `[E, a, b]` to `[E, b / stride, a]`, taking columns `first`, `first + stride`, ...
    private static Tensor turned(Tensor tensor, int first, int stride, Memory memory) {
        require(tensor.rank() == 3, tensor + " does not have three dimensions");
        Tensor from = wide(tensor, memory);
        int a = Math.toIntExact(from.dimension(1));
        int b = from.columns();
        int n = b / stride;
        Tensor to = memory.zeros(from.dimension(0), n, a);
        for (long e = 0; e < from.dimension(0); e++) {
            for (int i = 0; i < a; i++) {
                for (int j = 0; j < n; j++) {
                    to.set(
                            (e * n + j) * a + i,
                            from.get((e * a + i) * b + first + (long) j * stride));
                }
            }
        }
        return to;
    }

    /// The tensor in f32.
    private static Tensor wide(Tensor tensor, Memory memory) {
        if (tensor.type() == DType.F32) {
            return tensor;
        }
        Tensor wide = memory.zeros(tensor.shape());
        Cast.copy(tensor, wide);
        return wide;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
