package eu.socle.tensor.cpu.quantised.kernel;

import eu.socle.tensor.DType;
import eu.socle.tensor.cpu.machine.MachineCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The kernels of this machine, one for each type of tiles.
public final class Kernels implements AutoCloseable {

    private static final List<DType> TYPES =
            List.of(DType.Q8_0, DType.Q4_0, DType.Q4_K, DType.Q5_K, DType.Q6_K);

    private final Map<DType, TileKernel> kernels;
    private final String description;
    private final List<MachineTiles> owned;

    private Kernels(Map<DType, TileKernel> kernels, String description, List<MachineTiles> owned) {
        this.kernels = kernels;
        this.description = description;
        this.owned = owned;
    }

    /// The fastest kernels that this machine can run.
    public static Kernels best() {
        Optional<String> missing = MachineCode.missing();
        if (missing.isPresent()) {
            return portable("this machine is without " + missing.get());
        }
        Map<DType, TileKernel> kernels = new EnumMap<>(DType.class);
        List<MachineTiles> owned = new ArrayList<>();
        for (DType type : TYPES) {
            Optional<MachineTiles> kernel = MachineTiles.of(type);
            if (kernel.isEmpty()) {
                owned.forEach(MachineTiles::close);
                return portable("this system lets no program make code");
            }
            kernels.put(type, kernel.get());
            owned.add(kernel.get());
        }
        String matrices = owned.getFirst().hasMatrices() ? ", AMX" : "";
        String description = "machine code for products of bytes (AVX-512 VNNI" + matrices + ")";
        return new Kernels(kernels, description, List.copyOf(owned));
    }

    /// Kernels of the Vector API alone, which run everywhere.
    public static Kernels portable() {
        return portable("asked for");
    }

    private static Kernels portable(String why) {
        String description = "vectors for products of bytes (" + why + ")";
        Map<DType, TileKernel> kernels = new EnumMap<>(DType.class);
        for (DType type : TYPES) {
            kernels.put(
                    type,
                    new SingleRows(
                            switch (type) {
                                case Q8_0 -> new EightBitTiles();
                                case Q4_0 -> new FourBitTiles();
                                default -> new SuperVectors(type);
                            },
                            shift(type)));
        }
        return new Kernels(kernels, description, List.of());
    }

    /// What is added to weights of a type so that they are not negative; 1 where they never are,
    /// and the sum of the activations itself is wanted.
    public static int shift(DType plain) {
        return switch (plain) {
            case Q8_0 -> 128;
            case Q4_0 -> 8;
            case Q6_K -> 32;
            default -> 1;
        };
    }

    /// What they are, for people.
    public String description() {
        return description;
    }

    /// True if they are machine code, which takes any number of rows.
    public boolean areMachineCode() {
        return !owned.isEmpty();
    }

    /// What brings rows of a type into tiles, where that is machine code.
    public Optional<PackMachine> packing(DType plain) {
        return kernels.get(plain) instanceof MachineTiles tiles
                ? tiles.packing()
                : Optional.empty();
    }

    public TileKernel of(DType plain) {
        return Objects.requireNonNull(kernels.get(plain), plain + " has no kernel");
    }

    @Override
    public void close() {
        owned.forEach(MachineTiles::close);
    }
}
