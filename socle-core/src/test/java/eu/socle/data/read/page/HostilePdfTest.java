package eu.socle.data.read.page;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.read.Unreadable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Small files that ask for endless work or memory are refused, and their work is bounded.
class HostilePdfTest {

    private static final String FORM =
            "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X 5 0 R >> >> /Length ";

    /// A file of one page with this content; object 5 is what `/X` draws.
    private static byte[] pdf(String content, String form) {
        List<String> objects =
                List.of(
                        "<< /Type /Catalog /Pages 2 0 R >>",
                        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
                        "<< /Length "
                                + content.length()
                                + " >>\nstream\n"
                                + content
                                + "\nendstream",
                        FORM + form.length() + " >>\nstream\n" + form + "\nendstream");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder places = new StringBuilder("xref\n0 6\n0000000000 65535 f \n");
        out.writeBytes("%PDF-1.5\n".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < objects.size(); i++) {
            places.append(String.format("%010d 00000 n %n", out.size()).replace("\r", ""));
            String object = (i + 1) + " 0 obj\n" + objects.get(i) + "\nendobj\n";
            out.writeBytes(object.getBytes(StandardCharsets.US_ASCII));
        }
        int start = out.size();
        String end =
                places + "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n";
        out.writeBytes(end.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static void assertIsOverBudget(byte[] pdf, String why) {
        assertThat(PdfPage.of(pdf))
                .isInstanceOfSatisfying(
                        PdfPage.Refused.class,
                        refused -> {
                            assertThat(refused.reason()).isEqualTo(Unreadable.OVER_BUDGET);
                            assertThat(refused.detail()).contains(why);
                        });
    }

    @Test
    void formsThatDrawEachOtherAreDrawnABoundedNumberOfTimes() {
        assertThat(PdfPage.of(pdf("/X Do", ""))).isInstanceOf(PdfPage.Text.class);
        assertIsOverBudget(pdf("/X Do /X Do", "/X Do /X Do"), "drawing operations");
    }

    @Test
    void statesThatAreNeverClosedAreNotKept() {
        assertIsOverBudget(pdf("q ".repeat(20_000), ""), "graphics states");
    }
}
