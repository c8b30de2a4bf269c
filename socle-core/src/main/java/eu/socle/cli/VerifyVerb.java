package eu.socle.cli;

import eu.socle.cli.data.ProveVerb;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.proof.Commitment;
import eu.socle.data.proof.Proof;
import eu.socle.dossier.RunKey;
import eu.socle.erase.Receipt;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description =
                "Check a proof about a document, offline, against the root that a dossier publishes; or the signature of a receipt of an erasure.")
final class VerifyVerb implements Callable<Integer> {

    @Mixin Options options;

    @Parameters(
            paramLabel = "PROOF",
            description = "The file that socle data prove or socle data erase wrote.")
    private Path proof;

    @Option(
            names = "--root",
            paramLabel = "HEX",
            description = "The root of the dataset that you trust, 64 hexadecimal digits.")
    private @Nullable String root;

    @Option(
            names = "--dataset",
            paramLabel = "RUN",
            description = "Or a run directory, or the folder of a dataset, that you trust.")
    private @Nullable Path dataset;

    @Override
    public Integer call() {
        if (Receipt.Signed.looksLike(proof)) {
            return receipt(Receipt.Signed.read(proof));
        }
        Proof read = Json.read(proof, Proof.class);
        Digest trusted = trusted(read);
        if (!read.verify(trusted)) {
            throw Refusal.failure(
                    proof
                            + " proves nothing about the dataset with the root "
                            + trusted
                            + ": it was changed, or it belongs to another dataset (it names "
                            + read.root().brief()
                            + ").");
        }
        options.console()
                .say(
                        "verified: "
                                + read.document()
                                + (read.included() ? " is" : " is not")
                                + " among the "
                                + (read.leaves() - 1)
                                + " documents of the dataset with the root "
                                + trusted
                                + ".");
        return 0;
    }

    private int receipt(Receipt.Signed signed) {
        if (!signed.fits()) {
            throw Refusal.failure(
                    proof + " does not fit its signature: it was changed after it was signed.");
        }
        Receipt receipt = signed.receipt();
        options.console()
                .say(
                        "verified: the receipt of "
                                + receipt.erasure()
                                + " ("
                                + receipt.time()
                                + ", "
                                + receipt.documents().size()
                                + " documents) is signed by key "
                                + RunKey.name(signed.publicKey())
                                + "; the dataset has the root "
                                + receipt.data().rootAfter()
                                + " since.");
        return 0;
    }

    private Digest trusted(Proof read) {
        if (root != null && dataset == null) {
            try {
                return new Digest(root);
            } catch (IllegalArgumentException e) {
                throw Refusal.usage("--root must be 64 hexadecimal digits in lower case.");
            }
        }
        if (dataset != null && root == null) {
            Path file = ProveVerb.dataset(dataset).resolve(Commitment.FILE);
            return Json.read(file, Commitment.class).root();
        }
        throw Refusal.usage(
                "name what you trust, with --root or with --dataset: the proof itself claims the root "
                        + read.root()
                        + ", and anybody can write that.");
    }
}
