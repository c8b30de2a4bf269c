package eu.socle.data.read.page;

import eu.socle.data.read.FileReader;
import eu.socle.data.read.Unreadable;
import eu.socle.data.rights.protocol.TdmRep;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/// A PDF: the text of its pages in reading order, and what its XMP metadata says.
sealed interface PdfPage {

    /// Pages beyond which a file is a collection.
    int MOST_PAGES = 5_000;

    /// Characters, as for any document.
    int MOST_CHARACTERS = FileReader.LARGEST_DOCUMENT;

    /// A file that was read.
    ///
    /// @param xmp its metadata packet; empty when it has none
    record Text(String text, Optional<byte[]> xmp, String language) implements PdfPage {

        /// Hands over what the file says about itself.
        void describe(Metadata metadata) {
            if (!language.isEmpty()) {
                metadata.language(language);
            }
            xmp.ifPresent(packet -> metadata.optOuts(new TdmRep().embedded("pdf-xmp", packet)));
        }
    }

    record Refused(Unreadable reason, String detail) implements PdfPage {}

    /// Reads a file. Work is bounded by pages, characters and drawing operations.
    static PdfPage of(byte[] bytes) {
        try (PDDocument pdf =
                Loader.loadPDF(bytes, "", null, null, IOUtils.createMemoryOnlyStreamCache())) {
            if (pdf.getNumberOfPages() > MOST_PAGES) {
                return new Refused(Unreadable.OVER_BUDGET, "more than " + MOST_PAGES + " pages");
            }
            StringBuilder text = new StringBuilder();
            BoundedText stripper = new BoundedText();
            stripper.setLineSeparator("\n");
            stripper.setParagraphEnd("\n");
            for (int page = 1; page <= pdf.getNumberOfPages(); page++) {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                text.append(stripper.getText(pdf));
                if (text.length() > MOST_CHARACTERS) {
                    return new Refused(
                            Unreadable.TOO_LARGE, "more than " + MOST_CHARACTERS + " characters");
                }
            }
            String language = pdf.getDocumentCatalog().getLanguage();
            return new Text(text.toString(), xmp(pdf), language == null ? "" : language);
        } catch (InvalidPasswordException e) {
            return new Refused(Unreadable.ENCRYPTED, "the file is locked with a password");
        } catch (BoundedText.OverBudget e) {
            return new Refused(Unreadable.OVER_BUDGET, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            return new Refused(Unreadable.UNREADABLE, "is not a PDF that can be read");
        } catch (StackOverflowError e) {
            return new Refused(Unreadable.OVER_BUDGET, "its objects are nested too deep");
        } catch (OutOfMemoryError e) { // of one huge object, which is garbage again
            return new Refused(Unreadable.OVER_BUDGET, "an object needs more memory than there is");
        }
    }

    private static Optional<byte[]> xmp(PDDocument pdf) throws IOException {
        PDMetadata metadata = pdf.getDocumentCatalog().getMetadata();
        if (metadata == null) {
            return Optional.empty();
        }
        try (InputStream in = metadata.exportXMPMetadata()) {
            return Optional.of(in.readNBytes(1 << 20));
        }
    }
}
