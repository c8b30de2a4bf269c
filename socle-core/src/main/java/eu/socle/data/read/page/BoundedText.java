package eu.socle.data.read.page;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.text.PDFTextStripper;

/// The text of pages, for a bounded amount of work: a few hundred bytes of forms that draw each
/// other would otherwise be drawn for years. Counts operations, never time: the same file is
/// refused on every machine or on none.
final class BoundedText extends PDFTextStripper {

    /// Of one file; pages of dense text have some thousand. Seconds of work.
    private static final long MOST_OPERATIONS = 5_000_000;

    /// What drawing a form costs beside its own operations.
    private static final long FORM = 100;

    /// Graphics states that are open at once; the standard promises 28.
    private static final int MOST_STATES = 10_000;

    private long operations;

    /// More work than a file may cost.
    static final class OverBudget extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OverBudget(String message) {
            super(message);
        }
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        operations += OperatorName.DRAW_OBJECT.equals(operator.getName()) ? FORM : 1;
        if (operations > MOST_OPERATIONS) {
            throw new OverBudget("more than " + MOST_OPERATIONS + " drawing operations");
        }
        super.processOperator(operator, operands);
    }

    @Override
    public void saveGraphicsState() {
        if (getGraphicsStackSize() > MOST_STATES) {
            throw new OverBudget("more than " + MOST_STATES + " graphics states");
        }
        super.saveGraphicsState();
    }
}
