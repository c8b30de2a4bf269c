package eu.socle.erase;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Ledger;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.data.describe.Description;
import eu.socle.data.erase.DatasetErasure;
import eu.socle.data.erase.Exclusions;
import eu.socle.data.erase.Reach;
import eu.socle.data.erase.Request;
import eu.socle.data.erase.Search;
import eu.socle.data.erase.Target;
import eu.socle.data.erase.Why;
import eu.socle.data.index.DatasetIndex;
import eu.socle.data.personal.IdentifierKey;
import eu.socle.data.proof.Commitment;
import eu.socle.dossier.RunKey;
import eu.socle.token.TokenErasure;
import eu.socle.token.shard.Whereabouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Erases what a request means from the dataset and the token shards of a run.
///
/// First everything is found and written into a [Journal]; then come steps of which each can be
/// done again: the list of exclusions, the dataset, the tokens, the receipt. So a command that was
/// interrupted anywhere is ended by the same command, with the same bytes.
public final class Erase {

    /// Folder of journal, receipts and exclusions in a run directory.
    public static final String FOLDER = "erasures";

    /// What later imports must not bring back.
    public static final String EXCLUSIONS = "exclusions.jsonl";

    private static final List<String> NOT_DONE =
            List.of(
                    "The files the documents were read from were not touched; whoever holds them erases them there.",
                    "Backups and copies outside this run directory were not touched.",
                    "The weights of models and checkpoints that had read the documents were not changed: erasing data does not erase what a model learnt.",
                    "The tokenizer was not trained again.",
                    "The ledger cannot be changed; it may name one document id as an example of a reason for dropping.");

    private static final List<String> NOT_DONE_FR =
            List.of(
                    "Les fichiers dont les documents proviennent n'ont pas \u00e9t\u00e9 touch\u00e9s ; qui les d\u00e9tient les efface.",
                    "Les sauvegardes et les copies hors de ce dossier n'ont pas \u00e9t\u00e9 touch\u00e9es.",
                    "Les poids des mod\u00e8les et des points de reprise qui avaient lu les documents n'ont pas chang\u00e9 : effacer des donn\u00e9es n'efface pas ce qu'un mod\u00e8le a appris.",
                    "Le d\u00e9coupeur en jetons n'a pas \u00e9t\u00e9 entra\u00een\u00e9 de nouveau.",
                    "Le registre ne peut \u00eatre chang\u00e9 ; il peut citer l'identifiant d'un document comme exemple d'un motif d'exclusion.");

    private final Run run;
    private final Path folder;
    private final Path data;
    private final Path token;

    private Erase(Run run) {
        this.run = run;
        this.folder = run.directory().resolve(FOLDER);
        this.data = run.directory().resolve("data");
        this.token = run.directory().resolve("token");
    }

    /// What came of a request.
    ///
    /// @param receipt what was done
    /// @param file where the signed receipt is
    public record Outcome(Receipt receipt, Path file) {}

    private static final String NOT_SEARCHED =
            "Texts were not read: copies were looked for in the index of near copies alone, which misses copies that have little in common with the document, and passages that other documents quote.";

    private static final String NOT_SEARCHED_FR =
            "Les textes n'ont pas \u00e9t\u00e9 lus : les copies ont \u00e9t\u00e9 cherch\u00e9es dans le seul index des quasi-doublons, auquel \u00e9chappent les copies qui ont peu en commun avec le document, et les passages que d'autres documents citent.";

    /// As [#run(Run, Request, Reach, byte\[\], String)], reading every text.
    public static Outcome run(Run run, Request request, byte[] key, String reason) {
        return run(run, request, Reach.EVERY_TEXT, key, reason);
    }

    /// Erases what a request means. An erasure that was interrupted is ended first.
    ///
    /// @param reach how far copies are looked for
    /// @param key of the controller, for identifiers; may be empty without them
    /// @param reason as it goes into the receipt
    /// @return the receipt, an earlier one if all of it was erased before
    /// @throws Refusal if nothing is meant, or a stage is unfinished or damaged
    public static Outcome run(Run run, Request request, Reach reach, byte[] key, String reason) {
        List<Asked> asked = Asked.of(request, key);
        Optional<IdentifierKey> index =
                request.identifiers().isEmpty()
                        ? Optional.empty()
                        : Optional.of(IdentifierKey.of(key, "of --key"));
        return new Erase(run).erase(request, reach, index, asked, reason);
    }

    private Outcome erase(
            Request request,
            Reach reach,
            Optional<IdentifierKey> key,
            List<Asked> asked,
            String reason) {
        try {
            Files.createDirectories(folder);
            Optional<Journal> open = Journal.open(folder);
            if (open.isPresent()) {
                Outcome ended = carryOut(open.get());
                if (open.get().asked().equals(asked)) {
                    return ended;
                }
            }
            Search.Finding finding =
                    switch (reach) {
                        case EVERY_TEXT ->
                                Search.of(data, request, key, run.workers(), run.progress());
                        case INDEX -> Search.indexed(data, request, key);
                    };
            return finding.targets().isEmpty()
                    ? earlier(asked)
                    : carryOut(plan(finding, asked, reason));
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
    }

    private Journal plan(Search.Finding finding, List<Asked> asked, String reason)
            throws IOException {
        Manifest dataset = Manifest.read(data);
        DatasetErasure.check(data, dataset, finding.targets());
        @Nullable Manifest packed = packed();
        List<Long> rows = packed == null ? List.of() : rows(finding.targets(), dataset, packed);
        List<Whereabouts> tokens =
                packed == null ? List.of() : TokenErasure.find(token, new TreeSet<>(rows));
        List<Receipt.Model> models = List.of();
        if (packed != null) {
            TokenErasure.check(token, packed, tokens);
            models =
                    Readers.of(
                            Ledger.read(run.directory().resolve("ledger.jsonl")),
                            run.identity().seed(),
                            token,
                            tokens);
        }
        Journal journal =
                new Journal(
                        String.format(Locale.ROOT, "erasure-%04d", receipts().size() + 1),
                        run.now(),
                        reason,
                        asked,
                        finding,
                        dataset,
                        commitment().root(),
                        packed,
                        rows,
                        tokens,
                        models);
        journal.write(folder);
        return journal;
    }

    /// The manifest of the tokens; null when there is no such stage.
    private @Nullable Manifest packed() {
        if (!Files.exists(token)) {
            return null;
        }
        if (!Files.exists(token.resolve(Manifest.FILE))) {
            throw Refusal.usage(
                    token
                            + " is unfinished; finish it with the recipe, or remove it, before documents are erased.");
        }
        return Manifest.read(token);
    }

    /// Rows of the documents in the dataset from which the tokens were packed. Those that an
    /// erasure took out before it was packed cannot be among the targets.
    private List<Long> rows(List<Target> targets, Manifest dataset, Manifest packed)
            throws IOException {
        Digest version = packed.inputs().get("data");
        List<Long> rows = new ArrayList<>();
        try (DatasetIndex index = DatasetIndex.open(data)) {
            if (version == null
                    || !(version.equals(dataset.digest()) || index.supersedes(version))) {
                throw Refusal.failure(
                        token
                                + " was made from another dataset than the one in "
                                + data
                                + "; remove it, or make it again, before documents are erased.");
            }
            for (Target target : targets) {
                rows.add(index.rowAt(target.number(), version));
            }
        }
        return rows;
    }

    private Outcome carryOut(Journal journal) throws IOException {
        try (Progress.Work work = run.progress().begin("erase", "steps", 4)) {
            Digest exclusions =
                    Exclusions.append(
                            folder.resolve(EXCLUSIONS),
                            journal.erasure(),
                            journal.finding().targets());
            work.advance(1);
            Manifest dataset =
                    DatasetErasure.apply(
                            data, journal.data(), journal.finding(), journal.erasure());
            supersede(data, journal.data(), dataset, journal);
            Description.remove(run.directory().resolve(Description.FOLDER));
            Commitment commitment = commitment();
            run.stateOnce(new Fact.DatasetCommitted(commitment.root(), commitment.documents()));
            work.advance(1);
            @Nullable Manifest packed = tokens(journal);
            work.advance(1);
            Receipt receipt = receipt(journal, dataset, packed, exclusions);
            Path file = publish(receipt);
            work.advance(1);
            Journal.delete(folder);
            return new Outcome(receipt, file);
        }
    }

    private @Nullable Manifest tokens(Journal journal) throws IOException {
        Manifest before = journal.token();
        if (before == null) {
            return null;
        }
        TreeMap<Long, String> ids = new TreeMap<>();
        for (int i = 0; i < journal.rows().size(); i++) {
            ids.put(journal.rows().get(i), journal.finding().targets().get(i).id());
        }
        Manifest after = TokenErasure.apply(token, before, journal.tokens(), ids);
        supersede(token, before, after, journal);
        return after;
    }

    /// The ledger first: a manifest that it does not know would be refused.
    private void supersede(Path stage, Manifest before, Manifest after, Journal journal) {
        String erasure = journal.erasure();
        run.stateOnce(
                new Fact.ManifestSuperseded(
                        before.stage(), before.digest(), after.digest(), erasure));
        run.stateOnce(
                new Fact.StageAmended(
                        after.stage(),
                        erasure,
                        journal.time(),
                        after.digest(),
                        after.files().size(),
                        after.files().stream().mapToLong(Manifest.Entry::bytes).sum(),
                        after.counts()));
        AtomicFile.write(stage.resolve(Manifest.FILE), Json.canonical(after) + "\n");
    }

    private Path publish(Receipt receipt) {
        Path file = folder.resolve(receipt.erasure() + ".json");
        RunKey key = RunKey.in(run.directory().resolve(RunKey.FOLDER));
        String text = Json.canonical(Receipt.Signed.by(key, receipt)) + "\n";
        AtomicFile.write(file, text);
        page(receipt, ReceiptPage.Language.EN, receipt.notDone());
        page(
                receipt,
                ReceiptPage.Language.FR,
                notDone(receipt.searched(), NOT_SEARCHED_FR, NOT_DONE_FR));
        run.stateOnce(
                new Fact.DocumentsErased(
                        receipt.erasure(),
                        receipt.time(),
                        receipt.documents().size(),
                        receipt.documents().stream()
                                .filter(gone -> gone.why() == Why.NEAR_DUPLICATE)
                                .count(),
                        receipt.documents().stream().mapToLong(Receipt.Gone::tokens).sum(),
                        receipt.models().size(),
                        Digest.of(text)));
        return file;
    }

    private void page(Receipt receipt, ReceiptPage.Language language, List<String> notDone) {
        Path file = folder.resolve(receipt.erasure() + "." + language.code() + ".md");
        AtomicFile.write(file, ReceiptPage.of(receipt, language, notDone));
    }

    private Receipt receipt(
            Journal journal, Manifest dataset, @Nullable Manifest packed, Digest exclusions) {
        Search.Finding finding = journal.finding();
        Digest root = commitment().root();
        Manifest tokensBefore = journal.token();
        List<Receipt.Gone> gone = new ArrayList<>();
        for (int i = 0; i < finding.targets().size(); i++) {
            gone.add(gone(journal, i));
        }
        return new Receipt(
                Receipt.FORMAT,
                journal.erasure(),
                journal.time(),
                journal.reason(),
                journal.asked(),
                gone,
                change(journal.data(), dataset, "documents.kept", journal.root(), root),
                packed == null || tokensBefore == null
                        ? null
                        : change(tokensBefore, packed, "documents.train", null, null),
                exclusions,
                finding.reach(),
                new Receipt.Quoted(finding.read(), finding.quoting(), finding.quoted().size()),
                List.of(
                        "socle data prove RUN --document ID --out proof.json",
                        "socle verify proof.json --root " + root),
                journal.models(),
                notDone(finding.reach(), NOT_SEARCHED, NOT_DONE));
    }

    private static List<String> notDone(Reach reach, String notSearched, List<String> always) {
        if (reach == Reach.EVERY_TEXT) {
            return always;
        }
        List<String> all = new ArrayList<>(List.of(notSearched));
        all.addAll(always);
        return all;
    }

    private static Receipt.Gone gone(Journal journal, int number) {
        Target target = journal.finding().targets().get(number);
        Optional<Whereabouts> tokens =
                journal.rows().isEmpty()
                        ? Optional.empty()
                        : journal.tokens().stream()
                                .filter(t -> t.row() == journal.rows().get(number))
                                .findFirst();
        return new Receipt.Gone(
                Digest.of(target.id()),
                target.why(),
                target.shared(),
                tokens.map(Whereabouts::split).orElse(""),
                tokens.map(Whereabouts::tokens).orElse(0L));
    }

    private static Receipt.Change change(
            Manifest before,
            Manifest after,
            String documents,
            @Nullable Digest rootBefore,
            @Nullable Digest rootAfter) {
        Map<String, Digest> now = new HashMap<>();
        after.files().forEach(entry -> now.put(entry.path(), entry.sha256()));
        List<Receipt.File> files = new ArrayList<>();
        for (Manifest.Entry was : before.files()) {
            Digest is = now.get(was.path());
            if (!was.sha256().equals(is)) {
                files.add(new Receipt.File(was.path(), was.sha256(), is));
            }
        }
        return new Receipt.Change(
                before.digest(),
                after.digest(),
                before.counts().getOrDefault(documents, 0L),
                after.counts().getOrDefault(documents, 0L),
                rootBefore,
                rootAfter,
                files);
    }

    private Commitment commitment() {
        return Json.read(data.resolve(Commitment.FILE), Commitment.class);
    }

    private List<Path> receipts() throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(
                            file -> {
                                String name = file.getFileName().toString();
                                return name.startsWith("erasure-") && name.endsWith(".json");
                            })
                    .sorted()
                    .toList();
        }
    }

    /// The receipt of an erasure that was asked for all of this.
    private Outcome earlier(List<Asked> asked) throws IOException {
        for (Path file : receipts()) {
            Receipt receipt = Receipt.Signed.read(file).receipt();
            if (receipt.asked().containsAll(asked)) {
                return new Outcome(receipt, file);
            }
        }
        throw Refusal.failure(
                data
                        + " holds no such document; nothing was erased. Ids are those of the dataset, for example web/page.html or crawl.jsonl#3.");
    }
}
