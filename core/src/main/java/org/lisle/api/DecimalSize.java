package org.lisle.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How large the values of a {@code BigDecimal} component may be in formats that fix it (Avro, Parquet). Without it 38 digits, 18 of them
 * behind the point. A value that needs more fails its task; none is rounded.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface DecimalSize {
    /** Digits in all, 1 to 38. */
    int precision();

    /** Digits behind the point, 0 to the precision. */
    int scale();
}
