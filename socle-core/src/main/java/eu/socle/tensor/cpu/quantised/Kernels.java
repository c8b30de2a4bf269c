package eu.socle.tensor.cpu.quantised;

import eu.socle.tensor.DType;
import eu.socle.tensor.cpu.machine.MachineCode;
import java.util.List;
import java.util.Optional;

/// The kernels of this machine, one for each type of tiles.
public final class Kernels implements AutoCloseable {

    private final TileKernel eightBits;
    private final TileKernel fourBits;
    private final String description;
    private final List<MachineTiles> owned;

    private Kernels(
            TileKernel eightBits,
            TileKernel fourBits,
            String description,
            List<MachineTiles> owned) {
        this.eightBits = eightBits;
        this.fourBits = fourBits;
        this.description = description;
        this.owned = owned;
    }

    /// The fastest kernels that this machine can run.
    public static Kernels best() {
        Optional<String> missing = MachineCode.missing();
        if (missing.isPresent()) {
            return portable("this machine is without " + missing.get());
        }
        Optional<MachineTiles> eightBits = MachineTiles.of(DType.Q8_0);
        Optional<MachineTiles> fourBits = MachineTiles.of(DType.Q4_0);
        if (eightBits.isEmpty() || fourBits.isEmpty()) {
            eightBits.ifPresent(MachineTiles::close);
            fourBits.ifPresent(MachineTiles::close);
            return portable("this system lets no program make code");
        }
        return new Kernels(
                eightBits.get(),
                fourBits.get(),
                eightBits.get().hasMatrices()
                        ? "machine code for products of bytes (AVX-512 VNNI, AMX)"
                        : "machine code for products of bytes (AVX-512 VNNI)",
                List.of(eightBits.get(), fourBits.get()));
    }

    /// Kernels of the Vector API alone, which run everywhere.
    public static Kernels portable() {
        return portable("asked for");
    }

    private static Kernels portable(String why) {
        String description = "vectors for products of bytes (" + why + ")";
        return new Kernels(new EightBitTiles(), new FourBitTiles(), description, List.of());
    }

    /// What they are, for people.
    public String description() {
        return description;
    }

    /// True if products of any number of rows are theirs.
    boolean takesManyRows() {
        return !owned.isEmpty();
    }

    TileKernel of(DType plain) {
        return plain == DType.Q8_0 ? eightBits : fourBits;
    }

    @Override
    public void close() {
        owned.forEach(MachineTiles::close);
    }
}
