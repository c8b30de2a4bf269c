package eu.socle.core;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class ExhaustionTest {

    @Test
    void memoryThatRanOutIsFoundUnderAnyFailure() {
        OutOfMemoryError error = new OutOfMemoryError("heap");
        assertThatThrownBy(() -> Exhaustion.passOn(error)).isSameAs(error);
        assertThatThrownBy(() ->
                        Exhaustion.passOn(
                                new IllegalStateException(
                                        "in a column",
                                        new UncheckedIOException(new IOException("page", error)))))
                .isSameAs(error);
    }

    @Test
    void otherFailuresPass() {
        RuntimeException circle = new RuntimeException("a");
        circle.initCause(new RuntimeException("b", circle));
        assertThatCode(() -> Exhaustion.passOn(circle)).doesNotThrowAnyException();
        assertThatCode(() -> Exhaustion.passOn(new StackOverflowError()))
                .doesNotThrowAnyException();
    }
}
